import { parseCursor, slotOf } from '../../src/event-store/cursor.js';
import type { EventReader } from '../../src/event-store/port.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import { beginRebuild } from '../../src/read-models/embedded/rebuild-file.js';
import type { ProjectionState, ReadModelWriter } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';
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
 * Makes the read models of a folder from a log, and puts them in place when they hold all of it as it is now; cut short,
 * it leaves the ones that are there. The caller holds their lock.
 *
 * @param isKept which of those that are there go on from where they stand; none unless told
 * @throws RebuildStoppedError
 */
export async function makeReadModels(
  folder: string,
  reader: EventReader,
  options: WholeLogOptions,
  isKept: ((projection: Projection) => boolean) | null = null,
): Promise<void> {
  const rebuild = beginRebuild(folder, isKept ? 'copy' : 'nothing', options.log);
  try {
    for (const projection of projections) {
      await rebuild.writer.prepare(projection);
      if (isKept?.(projection) === false) await rebuild.writer.reset(projection);
    }
    await handleWholeLog(reader, rebuild.writer, options);
    await rebuild.finish();
  } catch (error) {
    await rebuild.abandon();
    throw error;
  }
}

async function handleWholeLog(
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
