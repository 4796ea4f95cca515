import { Worker } from 'node:worker_threads';
import { EventStoreUnavailableError } from '../../../event-store/errors.js';
import { workerPath } from '../../../worker-path.js';
import type { FromHashing, Hashed, HashingInput, Stretch, ToHashing } from './messages.js';

interface Waiting {
  readonly resolve: (hashed: Hashed) => void;
  readonly reject: (error: Error) => void;
}

/** Megabytes. A stretch is all that a thread holds, so a small heap is enough, and it stays small. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

/** The calling thread's side of a thread that hashes. */
export class HashingThread {
  private readonly worker: Worker;
  private readonly gone: Promise<void>;
  private readonly waiting: Waiting[] = [];
  private ended: Error | null = null;

  constructor(path: string) {
    const workerData: HashingInput = { path };
    this.worker = new Worker(workerPath(__dirname, 'worker'), { workerData, resourceLimits: LIMITS });
    this.worker.on('message', (message: FromHashing) => {
      const caller = this.waiting.shift();
      if (message.kind === 'hashed') caller?.resolve(message);
      else caller?.reject(new EventStoreUnavailableError(message.message));
    });
    this.worker.on('error', (error) => this.end(error));
    this.gone = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.end(new Error('The thread that hashes has ended.'));
        resolve();
      });
    });
  }

  hash(stretch: Stretch): Promise<Hashed> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(stretch satisfies ToHashing);
    });
  }

  /** Ends behind the stretches that it was given. */
  async close(): Promise<void> {
    this.worker.postMessage('close' satisfies ToHashing);
    await this.gone;
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}
