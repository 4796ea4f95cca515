/** Operations that run, so that a server that stops can let them finish. */
export class RunningWork {
  #running = 0;
  #stopping = false;
  #whenIdle: (() => void) | null = null;

  /** No new work is to be taken. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Counts an operation. Returns how to tell that it has ended. */
  begin(): () => void {
    let ended = false;
    this.#running++;
    return () => {
      if (ended) return;
      ended = true;
      this.#running--;
      if (this.#running === 0) this.#whenIdle?.();
    };
  }

  async run<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const end = this.begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Resolves when nothing runs any more, or after the time. */
  async stop(milliseconds: number): Promise<void> {
    this.#stopping = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
