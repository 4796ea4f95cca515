import type { KurrentDBClient, RecordedEvent, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { positionOf } from './decode.js';
import { decodeGrowth } from './growth.js';
import { leave } from './leave.js';
import type { Names } from './names.js';
import type { Link } from './link.js';
import { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/** What was heard of at one moment. Whatever is read after it was taken is at least as new. */
export interface Heard {
  /** Which of the subscriptions, one after the other, has told it; 0 while there is none. */
  readonly subscription: number;
  /** How many requests had appended, by the newest that was told of. */
  readonly revision: bigint;
  /** Domain events that were told of so far. */
  readonly events: number;
  /** Where that newest request is told of: its last event stands behind, all others of it before. */
  readonly position: bigint;
}

interface Waiter {
  readonly heard: Heard;
  readonly go: () => void;
}

/** After so long without a ring the server is asked whether there was none, milliseconds. */
const SILENCE_MS = 10_000;

export interface DoorbellOptions {
  readonly client: KurrentDBClient;
  readonly log: ServerLog;
  readonly names: Names;
  readonly link: Link;
}

/**
 * Tells at once that the log has grown: one subscription to the stream that tells of each request that appends, however
 * many events it has and whatever others write to the server. The events themselves are read in pages by those who want them, which
 * the server does ten times faster than it pushes them, and nothing has to be kept for readers that are slow. Whoever
 * waits while the subscription is broken is woken when there is one again.
 */
export class Doorbell {
  private heard: Heard = { subscription: 0, revision: 0n, events: 0, position: 0n };
  private subscriptions = 0;
  private users = 0;
  private stopping: AbortController | undefined;
  private readonly waiters = new Set<Waiter>();

  constructor(private readonly options: DoorbellOptions) {}

  /** What was heard up to now: to be taken before a read, and handed to `beyond` after it. */
  get now(): Heard {
    return this.heard;
  }

  /** Listens as long as somebody needs it. @returns a function that ends this need, once */
  use(): () => void {
    this.users += 1;
    if (this.users === 1) {
      this.stopping = new AbortController();
      void this.run(this.stopping.signal);
    }
    let using = true;
    return () => {
      if (!using) return;
      using = false;
      this.users -= 1;
      if (this.users === 0) this.stopping?.abort();
    };
  }

  /** Resolves when more was heard of than at that moment, when that cannot be known, or when the signal aborts. */
  beyond(heard: Heard, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.waiters.delete(waiter);
        stop.removeEventListener('abort', go);
        resolve();
      };
      const waiter: Waiter = { heard, go };
      stop.addEventListener('abort', go, { once: true });
      this.waiters.add(waiter);
      if (stop.aborted || this.isNews(waiter)) go();
    });
  }

  private isNews({ heard }: Waiter): boolean {
    const { subscription, revision } = this.heard;
    return subscription > 0 && (subscription !== heard.subscription || revision > heard.revision);
  }

  private ring(heard: Heard): void {
    this.heard = heard;
    for (const waiter of [...this.waiters]) if (this.isNews(waiter)) waiter.go();
  }

  private async run(stop: AbortSignal): Promise<void> {
    const { link } = this.options;
    const patience = new Patience(Infinity, link, 'read');
    const isStopped = (): boolean => stop.aborted;
    while (!isStopped()) {
      try {
        const newest = await this.newest(new Patience(Infinity, link, 'read'), stop);
        await this.listen(newest, patience, stop);
      } catch (error) {
        // Whatever it is, the log may be read again later, and those who wait have no other way to hear of it.
        await patience.again(new Error('The subscription was broken.', { cause: error }), stop);
      } finally {
        if (this.stopping?.signal === stop) this.heard = { ...this.heard, subscription: 0 };
      }
      if (!isStopped()) link.observer.reconnected();
    }
  }

  /** Resolves when it is stopped, or has missed something; rejects when the server or the connection ends it. */
  private async listen(after: RecordedEvent, patience: Patience, stop: AbortSignal): Promise<void> {
    const { client, names } = this.options;
    const subscription = client.subscribeToStream(names.growth, { fromRevision: after.revision, requiresLeader: true });
    let [{ revision }, { events }] = [after, this.heard];
    const number = (this.subscriptions += 1);
    try {
      await new Promise<void>((resolve, reject) => {
        subscription.on('error', reject);
        subscription.on('close', () => reject(new Error('The server has ended the subscription.')));
        subscription.on('confirmation', () => {
          patience.succeeded();
          this.ring({ subscription: number, revision, events, position: positionOf(after) });
        });
        subscription.on('data', ({ event }: ResolvedEvent) => {
          if (event === undefined) return;
          // Some were told of and forgotten before they came here: how many events, nobody knows.
          if (event.revision !== revision + 1n) {
            resolve();
            return;
          }
          revision = event.revision;
          events += decodeGrowth(event).events;
          watchdog.refresh();
          this.ring({ subscription: number, revision, events, position: positionOf(event) });
        });
        const watchdog = setInterval(() => {
          this.hasMissed(revision, stop).then(
            (missed) => missed && resolve(),
            (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
          );
        }, SILENCE_MS);
        const end = (): void => resolve();
        stop.addEventListener('abort', end, { once: true });
        subscription.on('close', () => {
          clearInterval(watchdog);
          stop.removeEventListener('abort', end);
        });
        if (stop.aborted) end();
      });
    } finally {
      leave(subscription);
    }
  }

  /** The newest that is told. */
  private async newest(patience: Patience, stop: AbortSignal): Promise<RecordedEvent> {
    const { log, names } = this.options;
    const newest = await log.last(names.growth, patience, stop);
    if (newest === null) throw new Error('Nothing tells of appends, or nobody needs it any more.');
    return newest;
  }

  /** Whether there is an append which should have been heard of by now. */
  private async hasMissed(heard: bigint, stop: AbortSignal): Promise<boolean> {
    const { revision } = await this.newest(new Patience(SILENCE_MS, this.options.link, 'read'), stop);
    return revision > heard;
  }
}
