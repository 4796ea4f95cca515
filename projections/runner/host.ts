import type { EventStoreChoice } from '../../src/event-store/engines.js';
import { ReadModelsLockedError } from '../../src/read-models/embedded/errors.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProjectionState } from '../../src/read-models/port.js';
import type { Progress } from '../../src/read-models/progress.js';
import { ProgressTracker, type ProgressReport } from '../../src/read-models/progress-tracker.js';
import { hangBell, type Bell } from '../../src/threads/bell.js';
import { startThread, ThreadFailedError } from '../../src/threads/host.js';
import type { WorkerInput } from './worker.js';

/** Megabytes. Documents are in use from when they are read until they are written: with 6, much time went to copying them. */
const YOUNG_GENERATION_MB = 12;

export interface ProjectionWorkerOptions {
  /** Data folder of the read models, and of the log where the embedded engine keeps it. */
  readonly dataDir: string;
  /** Where the log is, which is there already. */
  readonly eventStore: EventStoreChoice;
  readonly log: ReadModelLog;
  /**
   * Called once when the worker ends though nobody stopped it: the read models are not fed any more. Nothing is lost, a
   * restart goes on where it ended.
   */
  readonly onFailure: (error: ThreadFailedError) => void;
}

export interface ProjectionWorker {
  readonly progress: Progress;
  /** To be rung when the log has grown, from whichever thread writes it, by an engine that does not relay what has come. */
  readonly bell: Bell;
  /** Where each version of each projection stands, and what stopped it. */
  states(): readonly ProjectionState[];
  /** Ends after the transaction that is on its way. */
  stop(): Promise<void>;
}

/**
 * Feeds the read models of a data folder from a thread of its own. Resolves when the read models can be queried, which
 * is before they have caught up.
 *
 * @throws ReadModelsLockedError when another process feeds them
 * @throws ThreadFailedError when the thread cannot begin
 */
export async function startProjectionWorker({
  dataDir,
  eventStore,
  log,
  onFailure,
}: ProjectionWorkerOptions): Promise<ProjectionWorker> {
  const { rope, clapper } = hangBell();
  const tracker = new ProgressTracker();
  const thread = await startThread<WorkerInput, ProgressReport>({
    name: 'the read models',
    directory: __dirname,
    input: { dataDir, eventStore, bell: clapper },
    transfer: [clapper.port],
    youngGenerationMb: YOUNG_GENERATION_MB,
    log,
    onTold: (report) => tracker.report(report),
    onFailure,
  }).catch((error: unknown) => {
    const isLocked = error instanceof ThreadFailedError && error.code === 'READ_MODELS_LOCKED';
    throw isLocked ? new ReadModelsLockedError(dataDir, { cause: error }) : error;
  });
  return { progress: tracker, states: () => tracker.states(), bell: rope, stop: () => thread.stop() };
}
