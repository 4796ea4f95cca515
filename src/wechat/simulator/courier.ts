import { setTimeout as pause } from 'node:timers/promises';
import type { Attempt, Delivered, Delivery, Letter } from './delivery.js';
import type { DeliveryFault, Faults } from './faults.js';
import { Holds } from './holds.js';
import { seal } from './envelope.js';
import type { World } from './world.js';

export interface CourierOptions {
  /** How long WeChat waits for an answer: five seconds. */
  readonly callbackTimeoutMs: number;
  readonly retryPauseMs: number;
}

/** Brings letters to the platform as WeChat does: encrypted, within a time-out, up to three times, with faults on demand. */
export class Courier {
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly holds = new Holds();
  private readonly closing = new AbortController();
  private readonly history: Delivery[] = [];
  private sent = 0;
  /** Deliveries that wait for a later one to have gone. */
  private readonly overtaken = new Map<number, () => void>();

  constructor(
    private readonly world: World,
    private readonly faults: Faults,
    private readonly options: CourierOptions,
  ) {}

  /** Never rejects: what goes wrong is in the delivery. `after`: not before that has happened, or a while has passed. */
  send<T>(letter: Letter<T>, after?: Promise<unknown>): Promise<Delivered<T>> {
    return this.track(this.deliver(letter, after));
  }

  /** Newest last. */
  deliveries(): readonly Delivery[] {
    return this.history;
  }

  /** Everything is over, also what is held back. */
  settled(): Promise<void> {
    return this.holds.openFor(async () => {
      while (this.underWay.size > 0) await Promise.race(this.underWay);
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.settled();
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    const over = (): void => void this.underWay.delete(work);
    work.then(over, over);
    return work;
  }

  private async deliver<T>(letter: Letter<T>, after: Promise<unknown> | undefined): Promise<Delivered<T>> {
    const number = (this.sent += 1);
    const faults = this.faults.ofDelivery();
    if (after !== undefined) await this.holds.until(after, HELD_AT_MOST_MS);
    if (faults.has('reorder')) {
      await this.holds.until(new Promise<void>((resolve) => this.overtaken.set(number, resolve)), HELD_AT_MOST_MS);
      this.overtaken.delete(number);
    }
    const { kind, appId } = letter;
    if (faults.has('drop')) return this.over(number, { kind, appId, attempts: [], outcome: 'LOST' });
    // The same thing again, at the same time, as when WeChat's own machines do not agree on who sends it.
    if (faults.has('duplicate')) void this.track(this.attempt(letter, new Set()));
    const attempts: Attempt[] = [];
    let reply: T | null = null;
    while (attempts.length < ATTEMPTS && !this.closing.signal.aborted) {
      if (attempts.length > 0)
        await pause(this.options.retryPauseMs, null, { signal: this.closing.signal }).catch(() => null);
      const first = attempts.length === 0;
      if (first && faults.has('delay')) {
        attempts.push({
          outcome: 'TIMED_OUT',
          status: null,
          durationMs: this.options.callbackTimeoutMs,
          reason: 'delayed',
        });
        continue;
      }
      const { attempt, reply: given } = await this.attempt(letter, first ? faults : new Set());
      attempts.push(attempt);
      reply = given;
      if (attempt.outcome === 'ACCEPTED' || (attempt.outcome === 'MALFORMED' && !letter.insist)) break;
    }
    // What was delayed arrives after what was sent in its stead.
    if (faults.has('delay')) void this.track(this.attempt(letter, new Set()));
    const outcome = attempts.at(-1)?.outcome === 'ACCEPTED' ? 'ACKNOWLEDGED' : 'FAILED';
    return this.over(number, { kind, appId, attempts, outcome }, reply);
  }

  private over<T>(number: number, delivery: Delivery, reply: T | null = null): Delivered<T> {
    this.history.push(delivery);
    if (this.history.length > REMEMBERED) this.history.shift();
    for (const [held, letGo] of this.overtaken) if (held < number) letGo();
    return { delivery, reply };
  }

  private async attempt<T>(
    letter: Letter<T>,
    faults: ReadonlySet<DeliveryFault>,
  ): Promise<{ readonly attempt: Attempt; readonly reply: T | null }> {
    const { url, body, key } = seal(this.world, letter, faults);
    const started = performance.now();
    const done = (
      outcome: Attempt['outcome'],
      status: number | null,
      reason: string | null,
      reply: T | null = null,
    ) => ({
      attempt: { outcome, status, durationMs: Math.round(performance.now() - started), reason },
      reply,
    });
    const timeout = AbortSignal.timeout(this.options.callbackTimeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        // A connection for each, so that none is left open to a platform that stops.
        headers: { 'content-type': 'text/xml', connection: 'close' },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([timeout, this.closing.signal]),
      });
      const text = await response.text();
      if (response.status !== 200) return done('REFUSED', response.status, null);
      const verdict = letter.judge(text, key);
      if (verdict.outcome === 'MALFORMED') return done('MALFORMED', 200, verdict.reason.message);
      return done('ACCEPTED', 200, null, verdict.reply);
    } catch (error) {
      if (timeout.aborted) return done('TIMED_OUT', null, null);
      return done('UNREACHABLE', null, error instanceof Error ? error.message : null);
    }
  }
}

const ATTEMPTS = 3;

const REMEMBERED = 1_000;

/** What waits for something that does not happen is sent then. */
const HELD_AT_MOST_MS = 2_000;
