/** Where time comes from. */
export interface Clock {
  /** ISO 8601, UTC, milliseconds. */
  now(): string;
}

/**
 * A clock that never goes back, not even behind what the log already says: a decision's time stamp and its events'
 * `occurredAt` are then the same.
 */
export class MonotonicClock implements Clock {
  #last: number;

  constructor(
    notBefore: string | null,
    private readonly time: () => number = Date.now,
  ) {
    this.#last = notBefore === null ? 0 : Date.parse(notBefore);
  }

  now(): string {
    this.#last = Math.max(this.#last, this.time());
    return new Date(this.#last).toISOString();
  }
}
