/** What comes next, and what comes behind that, without taking it yet. */
export class Lookahead<T> {
  private ahead: T[] = [];
  /** How many of `ahead` were taken. Cutting the front off each time would cost more. */
  private taken = 0;
  private ended = false;

  constructor(private readonly source: AsyncIterator<T, unknown>) {}

  /** The item `distance` behind the next one; undefined beyond the end. */
  async peek(distance = 0): Promise<T | undefined> {
    while (!this.ended && this.ahead.length - this.taken <= distance) {
      const result = await this.source.next();
      if (result.done === true) this.ended = true;
      else this.ahead.push(result.value);
    }
    return this.ahead[this.taken + distance];
  }

  /** The next item if it was looked at already: a wait each time would cost more than all the rest. */
  get next(): T | undefined {
    return this.ahead[this.taken];
  }

  take(): void {
    this.taken += 1;
    if (this.taken < 1_024 && this.taken < this.ahead.length) return;
    this.ahead = this.ahead.slice(this.taken);
    this.taken = 0;
  }
}
