/** Works on what it is told the names of: a few at a time, each once at a time. */
export class Backlog {
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #closed = false;

  constructor(
    private readonly work: (name: string) => Promise<void>,
    private readonly atOnce: number,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Nothing happens for what is waiting or being worked on already. */
  add(name: string): void {
    if (this.#running.has(name)) return;
    this.#waiting.add(name);
    this.#next();
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Begins nothing any more, and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await this.idle();
  }

  #next(): void {
    for (const name of this.#waiting) {
      if (this.#closed || this.#running.size >= this.atOnce) return;
      this.#waiting.delete(name);
      this.#running.set(name, this.#run(name));
    }
  }

  async #run(name: string): Promise<void> {
    try {
      await this.work(name);
    } catch (error) {
      this.onFailure(error);
    } finally {
      this.#running.delete(name);
      this.#next();
    }
  }
}
