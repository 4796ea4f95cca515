import type { Cursor } from '../event-store/cursor.js';

/** How far the read models have come. Stopped projections are left out: nothing waits for them. */
export interface Progress {
  /** Position that every running, active projection has reached; null before the first event. */
  reached(): Cursor | null;
  /** Resolves true when `reached()` is at or past `cursor`, false after the time. */
  waitFor(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Calls the listener after each advance with how many events of the log were handled since start. Returns how to stop. */
  onAdvance(listener: (handled: number) => void): () => void;
  /** Number of events of the log that were handled since start. */
  handled(): number;
}
