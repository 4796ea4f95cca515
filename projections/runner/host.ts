import { Worker } from 'node:worker_threads';
import { hangBell, type Bell } from '../../src/event-store/embedded/bell.js';
import { ReadModelsLockedError } from '../../src/read-models/embedded/errors.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProjectionState } from '../../src/read-models/port.js';
import type { Progress } from '../../src/read-models/progress.js';
import { ProgressTracker } from '../../src/read-models/progress-tracker.js';
import { workerPath } from '../../src/worker-path.js';
import type { FromWorker, ToWorker, WorkerInput } from './messages.js';

/** The read models are not fed any more; nothing is lost, a restart goes on where it ended. */
export class ProjectionWorkerError extends Error {
  constructor(
    readonly code: string | null,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export interface ProjectionWorkerOptions {
  /** Data folder, in which the log is there already. */
  readonly dataDir: string;
  readonly log: ReadModelLog;
  /** Called once when the worker ends though nobody stopped it. */
  readonly onFailure: (error: ProjectionWorkerError) => void;
}

export interface ProjectionWorker {
  readonly progress: Progress;
  /** To be rung when the log has grown, from whichever thread writes it. */
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
 * @throws ProjectionWorkerError when the thread cannot begin
 */
export async function startProjectionWorker({
  dataDir,
  log,
  onFailure,
}: ProjectionWorkerOptions): Promise<ProjectionWorker> {
  const { rope, clapper } = hangBell();
  const input: WorkerInput = { dataDir, bell: clapper };
  const worker = new Worker(workerPath(__dirname, 'worker'), { workerData: input, transferList: [clapper.port] });
  const tell = (message: ToWorker): void => worker.postMessage(message);
  const tracker = new ProgressTracker();

  let failure: ProjectionWorkerError | null = null;
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') tracker.report(message.report);
      else if (message.kind === 'log') log(...message.line);
      else if (message.kind === 'failed') failure = new ProjectionWorkerError(message.code, message.message);
      else if (message.kind === 'ready') resolve();
    });
  });
  worker.on('error', (error) => {
    failure = new ProjectionWorkerError(null, error.message);
  });

  const ends = ended.then(() => failure ?? new ProjectionWorkerError(null, 'The thread of the read models has ended.'));
  const early = await Promise.race([ready, ends]);
  if (early) {
    throw early.code === 'READ_MODELS_LOCKED' ? new ReadModelsLockedError(dataDir, { cause: early }) : early;
  }
  void ends.then((error) => {
    if (!stopping) onFailure(error);
  });
  return {
    progress: tracker,
    states: () => tracker.states(),
    bell: rope,
    stop: async () => {
      stopping = true;
      tell('stop');
      await ended;
    },
  };
}
