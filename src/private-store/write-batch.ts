import type { PrivateDatabase } from './private-database.js';

interface Waiting {
  readonly work: () => void;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Group commit: whatever is asked for within one turn of the event loop goes to disk together. */
export class WriteBatch {
  private waiting: Waiting[] = [];

  constructor(private readonly database: PrivateDatabase) {}

  /** Resolves when it is on disk. Where one piece of work fails, its whole batch does. */
  add<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { readonly value: T } | null = null;
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({
        work: () => {
          result = { value: work() };
        },
        settle: () => {
          if (result !== null) resolve(result.value);
        },
        fail: reject,
      });
    });
  }

  /** Writes what is waiting, now. */
  flush(): void {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    try {
      this.database.transact(() => {
        for (const { work } of batch) work();
      });
      for (const { settle } of batch) settle();
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}
