import { access } from 'node:fs/promises';
import { Worker, type Transferable } from 'node:worker_threads';
import type { ReadModelLog } from '../read-models/log.js';
import { workerPath } from '../worker-path.js';
import type { FromThread, ToThread } from './messages.js';

/** A thread has ended though nobody stopped it. */
export class ThreadFailedError extends Error {
  /** @param code of the error that ended it, where it had one */
  constructor(
    readonly code: string | null,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export interface ThreadOptions<Input, Told> {
  /** What is told of: `The thread of … has ended.` */
  readonly name: string;
  /** The module, beside which `worker` is. */
  readonly directory: string;
  readonly input: Input;
  readonly transfer?: readonly Transferable[];
  /** Megabytes for what is soon gone: the less room, the more often it is cleared, and what is in use then is copied. */
  readonly youngGenerationMb?: number;
  readonly log: ReadModelLog;
  readonly onTold: (told: Told) => void;
  /** Called once when it ends though nobody stopped it. */
  readonly onFailure: (error: ThreadFailedError) => void;
}

export interface HostedThread {
  /** Ends after the step that is on its way. */
  stop(): Promise<void>;
}

/** Megabytes: much more would only be filled before it is cleared. */
const DEFAULT_YOUNG_GENERATION_MB = 6;

/**
 * Starts the worker of a folder (`runThread`). Resolves when it says that it is ready.
 *
 * @throws ThreadFailedError when it cannot begin
 */
export async function startThread<Input, Told>(options: ThreadOptions<Input, Told>): Promise<HostedThread> {
  const {
    name,
    directory,
    input,
    transfer = [],
    youngGenerationMb = DEFAULT_YOUNG_GENERATION_MB,
    log,
    onTold,
    onFailure,
  } = options;
  // The process has one pool for what takes long, and its threads get the priority of whoever uses it first.
  await access(directory);
  const worker = new Worker(workerPath(directory, 'worker'), {
    workerData: input,
    transferList: [...transfer],
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  const tell = (message: ToThread): void => worker.postMessage(message);

  let failure: ThreadFailedError | null = null;
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve) => {
    worker.on('message', (message: FromThread<Told>) => {
      if (message.kind === 'told') onTold(message.told);
      else if (message.kind === 'log') log(...message.line);
      else if (message.kind === 'failed') failure = new ThreadFailedError(message.code, message.message);
      else if (message.kind === 'ready') resolve();
    });
  });
  worker.on('error', (error) => {
    failure = new ThreadFailedError(null, error.message);
  });

  const ends = ended.then(() => failure ?? new ThreadFailedError(null, `The thread of ${name} has ended.`));
  const early = await Promise.race([ready, ends]);
  if (early) throw early;
  void ends.then((error) => {
    if (!stopping) onFailure(error);
  });
  return {
    stop: async () => {
      stopping = true;
      tell('stop');
      await ended;
    },
  };
}
