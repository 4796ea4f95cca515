import type { Doorbell } from './doorbell.js';
import type { SubscriptionLag } from './observer.js';

/** Keeps count of how far one subscriber is behind what was heard of. */
export class Lag {
  /** Events announced when it had caught up last; null before the first time. */
  private announced: number | null = null;
  private lookedAt = 0;
  /** When it was first seen behind since then. */
  private since: number | null = Date.now();

  constructor(private readonly doorbell: Pick<Doorbell, 'now'>) {}

  /** @param announced events heard of before the read that found no more */
  caughtUp(announced: number): void {
    this.announced = announced;
    this.lookedAt = 0;
    this.since = null;
  }

  looked(): void {
    this.lookedAt += 1;
  }

  get present(): SubscriptionLag {
    const { announced, lookedAt } = this;
    const events = announced === null ? null : Math.max(0, this.doorbell.now.events - announced - lookedAt);
    if (events === 0) return { events, seconds: 0 };
    this.since ??= Date.now();
    return { events, seconds: (Date.now() - this.since) / 1_000 };
  }
}
