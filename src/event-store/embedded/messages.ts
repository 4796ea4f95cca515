import type { Bell } from '../../threads/bell.js';

/**
 * What passes between the calling thread and the writer. Flat arrays of strings: copying them between threads is most
 * of what the calling thread pays for an append. Both ends are first in, first out, so no request carries a number.
 */
export interface WireAppend {
  readonly commandId: string;
  readonly fingerprint: string;
  readonly occurredAt: string;
  /** `RECORD_WIDTH` strings a record: stream, type, event id, metadata, data; the last two are JSON. */
  readonly records: readonly string[];
  /** Stream and expectation by turns; the expectation is a revision, `NO_STREAM` or `EXISTS`. */
  readonly checks: readonly (string | number)[];
}

export const RECORD_WIDTH = 5;
export const NO_STREAM = -1;
export const EXISTS = -2;

export type ToWriter = readonly WireAppend[] | { readonly bell: Bell } | 'close';

export type FailureKind = 'full' | 'damaged' | 'unavailable';

/** What came of one request. */
export type Outcome =
  | { readonly kind: 'appended'; readonly position: number; readonly repeated: boolean; readonly occurredAt: string }
  | { readonly kind: 'conflict'; readonly streams: readonly string[] }
  | { readonly kind: 'reused' };

export type FromWriter =
  | { readonly kind: 'ready' }
  /** One transaction: outcomes of that many requests in order, and how far the log reaches now. */
  | {
      readonly kind: 'committed';
      readonly outcomes: readonly Outcome[];
      readonly head: number;
      readonly events: number;
    }
  /** One transaction that did not happen, with the number of requests in it. */
  | { readonly kind: 'failed'; readonly requests: number; readonly failure: FailureKind; readonly message: string };

export interface WriterStart {
  readonly path: string;
  readonly maxBytes: number | null;
}
