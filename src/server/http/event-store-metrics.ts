import { Counter, Gauge, type Registry } from 'prom-client';
import type { KurrentDbObserver, SubscriptionLag } from '../../event-store/kurrentdb/observer.js';

/** Counts what goes on between this process and a log on a server. */
export function countConnection(registry: Registry): Omit<KurrentDbObserver, 'appended' | 'connected'> {
  const registers = [registry];
  const conflicts = new Counter({
    name: 'gongxiang_event_store_conflicts_total',
    help: 'Appends that lost because another came first.',
    registers,
  });
  const retries = new Counter({
    name: 'gongxiang_event_store_retries_total',
    help: 'Requests that were sent to the event store again because it did not answer.',
    labelNames: ['operation'],
    registers,
  });
  const reconnects = new Counter({
    name: 'gongxiang_event_store_reconnects_total',
    help: 'Subscriptions to the log that were made anew.',
    registers,
  });
  return {
    conflicted: () => conflicts.inc(),
    retried: (operation) => retries.inc({ operation }),
    reconnected: () => reconnects.inc(),
  };
}

/** How far subscriptions are behind the log: asked when they are read. */
export function observeSubscriptions(registry: Registry, subscriptions: () => readonly SubscriptionLag[]): void {
  const registers = [registry];
  const labelNames = ['subscription'];
  new Gauge({
    name: 'gongxiang_subscription_lag_events',
    help: 'Events of the log that a subscription has heard of and not delivered; -1 while it reads what is older than it.',
    labelNames,
    registers,
    collect() {
      this.reset();
      subscriptions().forEach(({ events }, index) => this.set({ subscription: index + 1 }, events ?? -1));
    },
  });
  new Gauge({
    name: 'gongxiang_subscription_lag_seconds',
    help: 'How long a subscription has been seen behind the log.',
    labelNames,
    registers,
    collect() {
      this.reset();
      subscriptions().forEach(({ seconds }, index) => this.set({ subscription: index + 1 }, seconds));
    },
  });
}
