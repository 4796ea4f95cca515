import type { ReadModelLog } from '../read-models/log.js';

export type ToThread = 'stop';

/** `told` is what the thread's own work tells. */
export type FromThread<Told> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'log'; readonly line: Parameters<ReadModelLog> }
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'stopped' };
