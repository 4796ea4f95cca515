/** What is held back until something happens, or until nobody wants to wait any longer. */
export class Holds {
  private readonly waiting = new Set<() => void>();

  get size(): number {
    return this.waiting.size;
  }

  /** Resolves with the signal, when everything is let go, or after so many milliseconds. */
  async until(happened: Promise<unknown>, atMostMs: number): Promise<void> {
    let letGo = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const timer = setTimeout(letGo, atMostMs);
    this.waiting.add(letGo);
    await Promise.race([happened, released]);
    clearTimeout(timer);
    this.waiting.delete(letGo);
  }

  releaseAll(): void {
    for (const letGo of this.waiting) letGo();
  }
}
