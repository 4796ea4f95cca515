/** Does something now and again, never twice at once, until closed; closing waits for what is under way. */
export class Recurring {
  readonly #timer: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  #underWay: Promise<void> | null = null;

  constructor(
    everyMs: number,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
    /** When it is done for the first time: at once, or when the time is over once. */
    first: 'NOW' | 'LATER' = 'NOW',
  ) {
    this.#timer = setInterval(() => this.#run(), everyMs);
    if (first === 'NOW') this.#run();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#underWay;
  }

  #run(): void {
    this.#underWay ??= this.work(this.#stopping.signal)
      .catch(this.onFailure)
      .finally(() => (this.#underWay = null));
  }
}
