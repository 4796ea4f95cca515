/** What comes next, and what comes behind that, without taking it yet. */
export class Lookahead<T> {
  private ahead: readonly T[] = [];
  /** How many of `ahead` were taken. Cutting the front off each time would cost more. */
  private taken = 0;
  private ended = false;
  private readonly source: AsyncIterator<readonly T[], unknown>;

  /** @param source of some at a time */
  constructor(source: AsyncIterable<readonly T[]>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The item `distance` behind the next one; undefined beyond the end. */
  async peek(distance = 0): Promise<T | undefined> {
    while (!this.ended && this.ahead.length - this.taken <= distance) {
      const result = await this.source.next();
      if (result.done === true) this.ended = true;
      else {
        const left = this.ahead.slice(this.taken);
        this.ahead = left.length === 0 ? result.value : [...left, ...result.value];
        this.taken = 0;
      }
    }
    return this.ahead[this.taken + distance];
  }

  /** The next item if it was looked at already: a wait each time would cost more than all the rest. */
  get next(): T | undefined {
    return this.ahead[this.taken];
  }

  take(): void {
    this.taken += 1;
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    this.ended = true;
    await this.source.return?.();
  }
}
