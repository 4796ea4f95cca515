import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import { isOwnEvent, positionOf } from './decode.js';
import { decodeGrowth } from './growth.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/**
 * The newest domain event; null where there is none. Where a deleted stream's events are gone from the server's disk,
 * the newest one that is left of those appends that are told of.
 *
 * @throws EventStoreDamagedError when the stream that tells of the appends was deleted
 */
export async function newestEvent(log: ServerLog, names: Names, patience: Patience): Promise<RecordedEvent | null> {
  let isTold = false;
  for await (const record of log.backwards(names.growth, patience)) {
    isTold = true;
    const [position, { events }] = [positionOf(record), decodeGrowth(record)];
    if (events === 0) return null;
    const isOurs = (other: RecordedEvent): boolean => isOwnEvent(names, other);
    const newest =
      (await log.after(position, 1, patience)).find(isOurs) ??
      // Each command's receipt stands among them.
      (await log.before(position, 2 * events, patience)).find(isOurs);
    if (newest !== undefined) return newest;
  }
  if (!isTold) throw new EventStoreDamagedError(`The stream ${names.growth} was deleted on the server.`);
  return null;
}
