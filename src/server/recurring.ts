/** Does something now and again, never twice at once, until closed; closing waits for what is under way. */
export class Recurring {
  readonly #timer: NodeJS.Timeout;
  #underWay: Promise<void> | null = null;

  constructor(
    everyMs: number,
    private readonly work: () => Promise<void>,
  ) {
    this.#timer = setInterval(() => this.#run(), everyMs);
    this.#run();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#underWay;
  }

  #run(): void {
    this.#underWay ??= this.work().finally(() => (this.#underWay = null));
  }
}
