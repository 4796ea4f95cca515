/** What is held back until something happens, or until nobody wants to wait any longer. */
export class Holds {
  private readonly waiting = new Set<() => void>();
  private open = 0;

  /** Resolves with the signal, when everything is let go, or after so many milliseconds. */
  async until(happened: Promise<unknown>, atMostMs: number): Promise<void> {
    if (this.open > 0) return;
    let letGo = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const timer = setTimeout(letGo, atMostMs);
    this.waiting.add(letGo);
    await Promise.race([happened, released]);
    clearTimeout(timer);
    this.waiting.delete(letGo);
  }

  /** Lets everything go, and holds nothing back until that work is done. */
  async openFor<T>(work: () => Promise<T>): Promise<T> {
    this.open += 1;
    for (const letGo of this.waiting) letGo();
    try {
      return await work();
    } finally {
      this.open -= 1;
    }
  }
}
