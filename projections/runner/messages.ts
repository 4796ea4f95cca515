import type { Bell } from '../../src/event-store/embedded/bell.js';
import type { ReadModelLog } from '../../src/read-models/log.js';
import type { ProgressReport } from '../../src/read-models/progress-tracker.js';

/** What the worker is started with. */
export interface WorkerInput {
  readonly dataDir: string;
  /** Rung when the log has grown. */
  readonly bell: Bell;
}

export type ToWorker = 'stop';

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly report: ProgressReport }
  | { readonly kind: 'log'; readonly line: Parameters<ReadModelLog> }
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'stopped' };
