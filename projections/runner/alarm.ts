/** Wakes a sleeper; rung while nobody sleeps, it ends the next sleep at once. */
export class Alarm {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  reset(): void {
    this.#rung = false;
  }

  /** Sleeps until rung, and for so many milliseconds at most. @returns whether it was rung */
  async within(milliseconds: number): Promise<boolean> {
    if (this.#rung) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    return this.#rung;
  }
}
