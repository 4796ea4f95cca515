import { setTimeout as delay } from 'node:timers/promises';
import { isAnswer, unavailable } from './failures.js';
import type { Link } from './link.js';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** How often, and for how long, something is asked again. Successes in between give it back all of its time. */
export class Patience {
  private failures = 0;
  private since = 0;

  /** @param total milliseconds from the first of a row of failures; Infinity never gives up */
  constructor(
    private readonly total: number,
    private readonly link: Link,
    private readonly operation: 'append' | 'read',
  ) {}

  succeeded(): void {
    this.failures = 0;
    this.link.answered();
  }

  /**
   * The server did not answer: waits before the next try.
   *
   * @throws the error itself when it is an answer; EventStoreUnavailableError when the time is over
   */
  async again(error: unknown, stop?: AbortSignal): Promise<void> {
    if (isAnswer(error)) throw error;
    this.link.failed(this.operation);
    await this.pause(error, stop);
  }

  /** Waits, longer each time, with jitter. @throws EventStoreUnavailableError when the time is over */
  async pause(reason: unknown, stop?: AbortSignal): Promise<void> {
    const now = Date.now();
    if (this.failures === 0) this.since = now;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    const pause = longest * (0.5 + Math.random() / 2);
    this.failures += 1;
    if (now + pause - this.since > this.total) throw unavailable(reason);
    await delay(pause, undefined, stop && { signal: stop }).catch(() => undefined);
  }
}
