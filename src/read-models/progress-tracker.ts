import { formatCursor, parseCursor, type Cursor } from '../event-store/cursor.js';
import type { ProjectionState } from './port.js';
import type { Progress } from './progress.js';

/** What is told after each step. */
export interface ProgressReport {
  /** Position that every running, active projection but the search has reached; null before the first event. */
  readonly reached: Cursor | null;
  /** The same of the views alone. */
  readonly views: Cursor | null;
  /** The same of all, the search with them. */
  readonly search: Cursor | null;
  /** Events of the log that the trail has handled since start. */
  readonly handled: number;
  readonly projections: readonly ProjectionState[];
}

type Awaited = 'reached' | 'views' | 'search';

interface Waiter {
  readonly cursor: Cursor;
  readonly of: Awaited;
  readonly settle: (reached: boolean) => void;
}

/** The cursor of the event, whichever of its messages is meant. */
const ofEvent = (cursor: Cursor): Cursor => formatCursor({ ...parseCursor(cursor), subIndex: 0 });

/** Before the first event there is nothing to wait for: the head of an empty log is reached by whoever has read nothing. */
const isBeforeAll = (cursor: Cursor): boolean => parseCursor(cursor).position === 0n;

/** Progress as last reported. */
export class ProgressTracker implements Progress {
  #report: ProgressReport = { reached: null, views: null, search: null, handled: 0, projections: [] };
  #advances = 0;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();

  report(report: ProgressReport): void {
    this.#report = report;
    this.#advances += 1;
    for (const { cursor, of, settle } of this.#waiters) if (this.#isReached(of, cursor)) settle(true);
    for (const listener of this.#listeners) listener();
  }

  reached(): Cursor | null {
    return this.#report.reached;
  }

  reachedBy(projection: string): Cursor | null {
    return this.#report.projections.find(({ name, active }) => active && name === projection)?.cursor ?? null;
  }

  advances(): number {
    return this.#advances;
  }

  handled(): number {
    return this.#report.handled;
  }

  /** Where each version of each projection stands. */
  states(): readonly ProjectionState[] {
    return this.#report.projections;
  }

  waitFor(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#wait('reached', cursor, timeoutMs, signal);
  }

  waitForViews(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#wait('views', cursor, timeoutMs, signal);
  }

  onAdvance(listener: () => void): () => void {
    // A wrapper of its own, so that one function may listen twice and stop once.
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  waitForSearch(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#wait('search', cursor, timeoutMs, signal);
  }

  #wait(of: Awaited, cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const wanted = ofEvent(cursor);
    if (isBeforeAll(wanted) || this.#isReached(of, wanted)) return Promise.resolve(true);
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.#waiters.delete(waiter);
        resolve(reached);
      };
      const giveUp = (): void => settle(false);
      const waiter: Waiter = { cursor: wanted, of, settle };
      const timer = setTimeout(giveUp, timeoutMs);
      signal?.addEventListener('abort', giveUp);
      this.#waiters.add(waiter);
    });
  }

  #isReached(of: Awaited, cursor: Cursor): boolean {
    const reached = this.#report[of];
    return reached !== null && reached >= cursor;
  }
}
