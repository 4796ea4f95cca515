import type { Cursor } from '../event-store/cursor.js';

/**
 * How far the read models have come. Stopped projections are left out, and so is one whose new version is being rebuilt
 * while the old one answers: nothing waits for them. A cursor counts as reached with its event, whichever message
 * within the event it names.
 */
export interface Progress {
  /** Position that every running, active projection but the search has reached; null before the first event. */
  reached(): Cursor | null;
  /**
   * Position of the version of this projection that answers queries, running or not; null before the first event.
   * Whoever reads one read model as a log (the feeds) must not run ahead of this.
   */
  reachedBy(projection: string): Cursor | null;
  /** Resolves true when `reached()` is at or past `cursor`, false after the time. */
  waitFor(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** The same without the trail, which under load follows in larger batches than the views of the present. */
  waitForViews(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** The same with what the trail is searched by, which follows in larger batches still. */
  waitForSearch(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Calls the listener after each advance, of whichever read models. Returns how to stop. */
  onAdvance(listener: () => void): () => void;
  /** How often something has advanced: tells whether anything has since one looked. */
  advances(): number;
  /** Number of events of the log that the trail has handled since start. */
  handled(): number;
}
