/** Something that was numbered from 1 without a gap. */
interface Numbered {
  readonly number: number;
}

/** What became of the numbers. */
export interface Misplaced<Item> {
  /** Stands elsewhere than it was written. */
  readonly moved: readonly Item[];
  /** Has a number that another one has, too. */
  readonly added: readonly Item[];
  /** In front of which item numbers are missing, and how many; null is the end. */
  readonly missing: readonly { readonly before: Item | null; readonly count: number }[];
}

/** Follows numbers that should count up. Only what is out of order is remembered. */
export class Numbering<Item extends Numbered> {
  readonly #moved: Item[] = [];
  readonly #added: Item[] = [];
  /** First number that was not seen, up to where, and what stood there. */
  #gaps: { readonly from: number; readonly to: number; readonly before: Item | null }[] = [];
  /** Seen in front of their places. */
  readonly #early = new Set<number>();
  #expected = 1;
  /** Looked at when it is known what stands behind it. */
  #held: Item | null = null;

  add(item: Item): void {
    const held = this.#held;
    this.#held = item;
    if (held !== null) this.#take(held, item.number);
  }

  /** @param count how many there should be */
  end(count: number): Misplaced<Item> {
    if (this.#held !== null) this.#take(this.#held, Infinity);
    this.#skipEarly();
    if (this.#expected <= count) this.#gaps.push({ from: this.#expected, to: count, before: null });
    const missing = this.#gaps.map(({ from, to, before }) => ({ before, count: to - from + 1 }));
    return { moved: this.#moved, added: this.#added, missing };
  }

  #take(item: Item, next: number): void {
    const { number } = item;
    this.#skipEarly();
    if (number === this.#expected) {
      this.#expected += 1;
    } else if (number < this.#expected) {
      if (this.#fillGap(number)) this.#moved.push(item);
      else this.#added.push(item);
    } else if (next <= number) {
      // What follows goes on in front of it: this one stands too early.
      this.#moved.push(item);
      this.#early.add(number);
    } else {
      this.#gaps.push({ from: this.#expected, to: number - 1, before: item });
      this.#expected = number + 1;
    }
  }

  #skipEarly(): void {
    while (this.#early.delete(this.#expected)) this.#expected += 1;
  }

  #fillGap(number: number): boolean {
    const gap = this.#gaps.find(({ from, to }) => from <= number && number <= to);
    if (gap === undefined) return false;
    const { from, to, before } = gap;
    const left = [
      { from, to: number - 1, before },
      { from: number + 1, to, before },
    ].filter((one) => one.from <= one.to);
    this.#gaps = this.#gaps.flatMap((one) => (one === gap ? left : [one]));
    return true;
  }
}
