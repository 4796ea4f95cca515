import { formatCursor, parseCursor, type Cursor } from '../event-store/cursor.js';
import type { ProjectionState } from './port.js';
import type { Progress } from './progress.js';

/** What the runner tells after each step. */
export interface ProgressReport {
  /** Position that every running, active projection has reached; null before the first event. */
  readonly reached: Cursor | null;
  /** Events of the log that were handled since start. */
  readonly handled: number;
  readonly projections: readonly ProjectionState[];
}

interface Waiter {
  readonly cursor: Cursor;
  readonly settle: (reached: boolean) => void;
}

/** The cursor of the event, whichever of its messages is meant. */
const ofEvent = (cursor: Cursor): Cursor => formatCursor({ ...parseCursor(cursor), subIndex: 0 });

/** Before the first event there is nothing to wait for: the head of an empty log is reached by whoever has read nothing. */
const isBeforeAll = (cursor: Cursor): boolean => parseCursor(cursor).position === 0n;

/** Progress as last reported. */
export class ProgressTracker implements Progress {
  #report: ProgressReport = { reached: null, handled: 0, projections: [] };
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<(handled: number) => void>();

  report(report: ProgressReport): void {
    this.#report = report;
    for (const waiter of this.#waiters) if (this.#isReached(waiter.cursor)) waiter.settle(true);
    for (const listener of this.#listeners) listener(report.handled);
  }

  reached(): Cursor | null {
    return this.#report.reached;
  }

  reachedBy(projection: string): Cursor | null {
    return this.#report.projections.find(({ name, active }) => active && name === projection)?.cursor ?? null;
  }

  handled(): number {
    return this.#report.handled;
  }

  /** Where each version of each projection stands. */
  states(): readonly ProjectionState[] {
    return this.#report.projections;
  }

  waitFor(cursor: Cursor, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const wanted = ofEvent(cursor);
    if (isBeforeAll(wanted) || this.#isReached(wanted)) return Promise.resolve(true);
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.#waiters.delete(waiter);
        resolve(reached);
      };
      const giveUp = (): void => settle(false);
      const waiter: Waiter = { cursor: wanted, settle };
      const timer = setTimeout(giveUp, timeoutMs);
      signal?.addEventListener('abort', giveUp);
      this.#waiters.add(waiter);
    });
  }

  onAdvance(listener: (handled: number) => void): () => void {
    // A wrapper of its own, so that one function may listen twice and stop once.
    const own = (handled: number): void => listener(handled);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #isReached(cursor: Cursor): boolean {
    return this.#report.reached !== null && this.#report.reached >= cursor;
  }
}
