import { parseCursor, slotOf } from '../../src/event-store/cursor.js';
import type { EventReader } from '../../src/event-store/port.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProjectionState, ReadModelWriter } from '../../src/read-models/port.js';
import { projections } from '../index.js';
import { ProjectionRunner } from './runner.js';

export interface WholeLogOptions {
  readonly log: ReadModelLog;
  /** Events handled so far, of so many. */
  readonly onProgress: (handled: number, total: number) => void;
}

/** An event of the log cannot be handled. */
export class RebuildStoppedError extends Error {
  readonly code = 'REBUILD_STOPPED';
  constructor(state: ProjectionState) {
    super(`${state.name} cannot handle the event ${state.stopped?.eventId ?? ''}: ${state.stopped?.message ?? ''}`);
    this.name = new.target.name;
  }
}

/**
 * Feeds all read models from where they stand up to the end of the log as it is now. They have been prepared.
 *
 * @throws RebuildStoppedError
 */
export async function handleWholeLog(
  reader: EventReader,
  writer: ReadModelWriter,
  { log, onProgress }: WholeLogOptions,
): Promise<void> {
  const total = slotOf(parseCursor(await reader.head()));
  const runner = new ProjectionRunner({
    reader,
    writer,
    projections,
    log,
    onProgress: ({ handled }) => onProgress(Math.min(handled, total), total),
  });
  await runner.start();
  await runner.caughtUp();
  await runner.stop();
  const stopped = runner.states().find((state) => state.stopped);
  if (stopped) throw new RebuildStoppedError(stopped);
}
