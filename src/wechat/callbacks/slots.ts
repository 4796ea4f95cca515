/** How many may do something at the same time. */
export class Slots {
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Returns how to give the slot back, once; null when there is none. */
  take(): (() => void) | null {
    if (this.#free === 0) return null;
    this.#free--;
    let taken = true;
    return () => {
      if (taken) this.#free++;
      taken = false;
    };
  }
}
