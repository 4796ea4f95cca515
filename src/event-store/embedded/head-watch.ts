import { setImmediate } from 'node:timers/promises';

/** Lets the event loop turn between two pages. */
export const turn = (): Promise<void> => setImmediate();

interface Waiter {
  readonly position: number;
  readonly go: () => void;
}

/** Those who wait for the log to grow. */
export class HeadWatch {
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param poll how to look for growth while someone waits, where nobody tells of it; a failure of `head` wakes
   *   everyone, so that each meets it when it reads
   */
  constructor(private readonly poll?: { readonly everyMs: number; readonly head: () => number }) {}

  /** Resolves when the log has grown beyond `position`, or when the signal aborts. */
  beyond(position: number, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (stop.aborted) {
        resolve();
        return;
      }
      const go = (): void => {
        this.waiters.delete(waiter);
        stop.removeEventListener('abort', go);
        if (this.waiters.size === 0) this.rest();
        resolve();
      };
      const waiter: Waiter = { position, go };
      this.waiters.add(waiter);
      stop.addEventListener('abort', go, { once: true });
      if (this.poll !== undefined) this.timer ??= setInterval(() => this.look(), this.poll.everyMs);
    });
  }

  /** The log reaches up to `head` now. */
  grown(head: number): void {
    for (const waiter of [...this.waiters]) if (waiter.position < head) waiter.go();
  }

  /** Looks for growth now. */
  look(): void {
    if (this.waiters.size === 0 || this.poll === undefined) return;
    let head: number;
    try {
      head = this.poll.head();
    } catch {
      // Those who wait meet the failure when they read, and can tell of it; nobody could here.
      head = Infinity;
    }
    this.grown(head);
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
