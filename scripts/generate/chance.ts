import { createHash } from 'node:crypto';
import { seededRandom } from '../../src/seeded-random.js';

/** Everything that is left to chance: the same seed gives the same story. */
export class Chance {
  readonly #random: () => number;
  #made = 0;

  constructor(private readonly seed: number) {
    this.#random = seededRandom(seed);
  }

  /** 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Value>(values: readonly Value[]): Value | undefined {
    return values[this.below(values.length)];
  }

  /** Some of them are picked far more often than others. */
  pickUnevenly<Value>(values: readonly Value[]): Value | undefined {
    return values[Math.floor(values.length * this.#random() ** 2.5)];
  }

  /** New digits, 64 at most. */
  hex(digits: number): string {
    this.#made += 1;
    return createHash('sha256').update(`${this.seed}/${this.#made}`).digest('hex').slice(0, digits);
  }

  uuid(): string {
    const hex = this.hex(32);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join(
      '-',
    );
  }
}
