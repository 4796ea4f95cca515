import { setTimeout as delay } from 'node:timers/promises';
import type { EventFilter, SubscriptionItem } from '../port.js';
import type { Cursors } from './cursors.js';
import type { Doorbell } from './doorbell.js';
import { fits } from './filter.js';
import type { Lag } from './lag.js';
import type { OwnEvents } from './own-events.js';
import type { Reading } from './server-log.js';

/** A subscriber hears of its position at least once in so many events that its filter keeps back. */
const CHECKPOINT_EVERY = 1_000;
/** To ask the server costs most: after a read that brought several events the next ones are let gather, the longer the more. */
const GATHER_MS_AN_EVENT = 5;
const LONGEST_GATHER_MS = 250;

export interface FollowingOptions {
  readonly events: OwnEvents;
  readonly cursors: Cursors;
  readonly doorbell: Doorbell;
  readonly lag: Lag;
}

/** Reads on from a position whenever the log has grown, until it is stopped. */
export async function* following(
  from: bigint,
  wanted: EventFilter,
  reading: Reading,
  { events, cursors, doorbell, lag }: FollowingOptions,
): AsyncGenerator<SubscriptionItem, void> {
  const { stop } = reading;
  const isStopped = (): boolean => stop.aborted;
  let at = from;
  let isBehind = true;
  let keptBack = 0;
  while (!isStopped()) {
    const heard = doorbell.now;
    let crowd = 0;
    // The first time, what was heard of may be less than what there is; later on, who was told all of it need not ask.
    const enough = isBehind ? null : heard.position;
    for await (const { position, event } of events.walk(at, { ...reading, enough })) {
      isBehind = true;
      at = position;
      crowd += 1;
      if (fits(wanted, event)) {
        keptBack = 0;
        yield { kind: 'event', event };
      } else if ((keptBack += 1) === CHECKPOINT_EVERY) {
        keptBack = 0;
        yield { kind: 'checkpoint', cursor: event.cursor };
      }
      lag.looked();
    }
    if (isStopped()) return;
    lag.caughtUp(heard.events);
    if (isBehind) {
      [isBehind, keptBack] = [false, 0];
      yield { kind: 'caughtUp', cursor: cursors.at(at) };
    }
    if (crowd > 1) {
      const gather = Math.min(LONGEST_GATHER_MS, crowd * GATHER_MS_AN_EVENT);
      await delay(gather, undefined, { signal: stop }).catch(() => undefined);
    }
    await doorbell.beyond(heard, stop);
  }
}
