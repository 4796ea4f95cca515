import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProgressReport } from '../../src/read-models/progress-tracker.js';

/** What the worker is started with. */
export interface WorkerInput {
  readonly dataDir: string;
  /** One number: 1 while a wake-up is on its way, so that many commits at once send one message. */
  readonly awake: SharedArrayBuffer;
}

export type ToWorker = 'wake' | 'stop';

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly report: ProgressReport }
  | { readonly kind: 'log'; readonly line: Parameters<ReadModelLog> }
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'stopped' };
