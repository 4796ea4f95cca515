interface Closeable {
  close(): Promise<void>;
}

/** What has to be closed, the last opened first. Everything is tried; the first failure is told at the end. */
export class Closing {
  readonly #open: Closeable[] = [];

  add<T extends Closeable>(opened: T): T {
    this.#open.push(opened);
    return opened;
  }

  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      try {
        await next.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
