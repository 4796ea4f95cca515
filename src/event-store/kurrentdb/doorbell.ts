import {
  STREAM_NAME,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Filter,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { positionOf } from './decode.js';
import type { Names } from './names.js';
import type { Link } from './link.js';
import { Patience } from './patience.js';
import type { ReceiptData } from './receipt.js';
import type { ServerLog } from './server-log.js';

/** What was heard of at one moment. Whatever is read after it was taken is at least as new. */
export interface Heard {
  /** Which of the subscriptions, one after the other, has told it; 0 while there is none. */
  readonly subscription: number;
  /** Position of the newest receipt. */
  readonly position: bigint;
  /** Domain events that the receipts heard so far announced. */
  readonly events: number;
}

interface Waiter {
  readonly heard: Heard;
  readonly go: () => void;
}

export interface DoorbellOptions {
  readonly client: KurrentDBClient;
  readonly log: ServerLog;
  readonly names: Names;
  readonly link: Link;
  /** After so long without a ring the server is asked whether there was none, milliseconds. */
  readonly silenceMs: number;
}

/**
 * Tells at once that the log has grown: one subscription to the receipts, of which each append writes one, however many
 * events it has. The events themselves are read in pages by those who want them, which the server does ten times faster
 * than it pushes them, and nothing has to be kept for readers that are slow. Whoever waits while the subscription is
 * broken is woken when there is one again.
 */
export class Doorbell {
  private heard: Heard = { subscription: 0, position: 0n, events: 0 };
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
    const { subscription, position } = this.heard;
    return subscription > 0 && (subscription !== heard.subscription || position > heard.position);
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
        await this.listen(await this.newest(patience, stop), patience, stop);
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
  private async listen(after: bigint, patience: Patience, stop: AbortSignal): Promise<void> {
    const { client, names } = this.options;
    const filter: Filter = { filterOn: STREAM_NAME, prefixes: [names.receipts], checkpointInterval: 100 };
    const fromPosition = { commit: after, prepare: after };
    const subscription = client.subscribeToAll({ fromPosition, filter, requiresLeader: true });
    const { events } = this.heard;
    let [position, announced] = [after, events];
    const number = (this.subscriptions += 1);
    try {
      await new Promise<void>((resolve, reject) => {
        subscription.on('error', reject);
        subscription.on('close', () => reject(new Error('The server has ended the subscription.')));
        subscription.on('confirmation', () => {
          patience.succeeded();
          this.ring({ subscription: number, position, events: announced });
        });
        subscription.on('data', ({ event }: AllStreamResolvedEvent) => {
          if (event === undefined) return;
          position = positionOf(event);
          announced += (event.data as unknown as ReceiptData).events;
          watchdog.refresh();
          this.ring({ subscription: number, position, events: announced });
        });
        const watchdog = setInterval(() => {
          this.hasMissed(position, stop).then(
            (missed) => missed && resolve(),
            (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
          );
        }, this.options.silenceMs);
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

  /** Position of the newest receipt, or of the beginning. */
  private async newest(patience: Patience, stop: AbortSignal): Promise<bigint> {
    const { log, names } = this.options;
    const newest = await log.newest([names.receipts, names.installation], patience, stop);
    if (newest === null) throw new Error('The log has no beginning, or nobody needs it any more.');
    return positionOf(newest);
  }

  /** Whether there is a receipt which should have been heard of by now. */
  private async hasMissed(heard: bigint, stop: AbortSignal): Promise<boolean> {
    const { link, silenceMs } = this.options;
    return (await this.newest(new Patience(silenceMs, link, 'read'), stop)) > heard;
  }
}

/** Ends it, whatever state it is in. */
function leave(subscription: AllStreamSubscription): void {
  subscription.on('error', () => undefined);
  subscription.unsubscribe().catch(() => undefined);
  subscription.destroy();
}
