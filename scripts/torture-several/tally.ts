/** What came of races, counted by what it was called. */
export class Tally {
  readonly #counts = new Map<string, number>();
  /** Positions that were answered: all of them must be in the log. */
  readonly cursors: string[] = [];

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** How often. */
  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  toString(): string {
    return [...this.#counts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([what, count]) => `${what} ${count}`)
      .join(', ');
  }
}
