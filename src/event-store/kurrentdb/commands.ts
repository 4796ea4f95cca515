import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { formatCursor } from '../cursor.js';
import { EventStoreDamagedError } from '../errors.js';
import type { LogIdentity, MovableCommand, MovableEvent } from '../moving.js';
import { decodeEvent, decodeOrigins, decodeReceipt, positionOf } from './decode.js';
import { ofStreams } from './filter.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/** Of a log that is read from end to end, by nobody who would rather wait: fewer questions. */
const PAGE = 4_096;

export interface CommandsOptions {
  readonly log: ServerLog;
  readonly names: Names;
  readonly identity: LogIdentity;
  readonly patience: Patience;
}

/**
 * Receipts with the events that stand behind each of them, as they were accepted.
 *
 * @throws EventStoreDamagedError where an event has no receipt, or a receipt lacks events: some were deleted
 */
export async function* commandsBehind(
  after: bigint,
  { log, names, identity, patience }: CommandsOptions,
): AsyncGenerator<MovableCommand, void> {
  const filter = ofStreams([names.receipts, names.events]);
  const stop = new AbortController();
  let command: MovableCommand['command'] | null = null;
  let events: MovableEvent[] = [];
  let missing = 0;
  for await (const record of log.walk(after, { filter, patience, stop: stop.signal, page: PAGE })) {
    const id = names.commandOf(record.streamId);
    if (id !== null) {
      if (missing > 0) throw incomplete(record);
      const receipt = decodeReceipt(record);
      [command, events, missing] = [{ id, fingerprint: receipt.fingerprint }, [], receipt.events];
      continue;
    }
    if (command === null || missing === 0) throw incomplete(record);
    events.push(movable(names, identity, record));
    missing -= 1;
    const [first, ...others] = events;
    if (missing === 0 && first !== undefined) yield { command, events: [first, ...others] };
  }
  if (missing > 0) throw new EventStoreDamagedError('The event store is damaged: the last command lacks events.');
}

function movable(names: Names, { installation, epoch }: LogIdentity, record: RecordedEvent): MovableEvent {
  const cursorAt = (position: bigint) => formatCursor({ installation, epoch, position, subIndex: 0 });
  const event = decodeEvent(names, cursorAt, record);
  if (event === null) throw incomplete(record);
  return { event, position: positionOf(record), origins: decodeOrigins(record) };
}

const incomplete = ({ streamId, revision }: RecordedEvent): EventStoreDamagedError =>
  new EventStoreDamagedError(
    `The event store is damaged: a command and its events do not stand together at ${streamId}@${revision.toString()}.`,
  );
