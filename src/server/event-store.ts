import { mkdirSync } from 'node:fs';
import { lockForWriting } from '../event-store/embedded/lock.js';
import { openEmbeddedEventStore } from '../event-store/embedded/open.js';
import type { EventStoreChoice } from '../event-store/engines.js';
import { NO_OBSERVER, type KurrentDbObserver, type SubscriptionLag } from '../event-store/kurrentdb/observer.js';
import type { EventStore } from '../event-store/port.js';
import type { Bell } from '../threads/bell.js';
import type { ReadinessCheck } from './http/health.js';

/** Told of what becomes of the log. */
export interface EventStoreEvents {
  /** A transaction of the log, with its number of events. */
  readonly onCommitted: (events: number) => void;
  /** The log is not written any more: the process had better be started again. */
  readonly onFailure: (error: Error) => void;
  /** Of a log on a server: what goes on between it and this process. */
  readonly onConnection?: Omit<KurrentDbObserver, 'appended' | 'connected'>;
}

/** The log, opened to write, whichever engine keeps it. */
export interface OpenedEventStore {
  readonly store: EventStore;
  readonly readiness: ReadinessCheck;
  /** Where each of its subscriptions stands behind the log; none where that cannot be. */
  readonly subscriptions: () => readonly SubscriptionLag[];
  /** From now on the thread that feeds the read models hears of it when the log has grown: by its bell, or by what is relayed. */
  readonly tellOfGrowth: (bell: Bell) => void;
  close(): Promise<void>;
}

/** @throws what the engine's own opening throws */
export const openEventStore = (
  choice: EventStoreChoice,
  dataDir: string,
  events: EventStoreEvents,
): Promise<OpenedEventStore> =>
  choice.engine === 'embedded' ? openEmbedded(dataDir, events) : openKurrentDb(choice, dataDir, events);

async function openEmbedded(dataDir: string, { onCommitted, onFailure }: EventStoreEvents): Promise<OpenedEventStore> {
  const store = await openEmbeddedEventStore(dataDir, { onFailure });
  store.onCommitted(({ events }) => onCommitted(events));
  return {
    store,
    readiness: () => Promise.resolve(store.failure === null ? null : 'The log cannot be written.'),
    subscriptions: () => [],
    tellOfGrowth: (bell) => store.ringOnCommit(bell),
    close: () => store.close(),
  };
}

async function openKurrentDb(
  { url, prefix }: Extract<EventStoreChoice, { engine: 'kurrentdb' }>,
  dataDir: string,
  { onCommitted, onConnection }: EventStoreEvents,
): Promise<OpenedEventStore> {
  mkdirSync(dataDir, { recursive: true });
  // What else is in the folder is still written by one process.
  const lock = lockForWriting(dataDir);
  try {
    let isConnected = false;
    const observer: KurrentDbObserver = {
      ...(onConnection ?? NO_OBSERVER),
      appended: onCommitted,
      connected: (isUp) => {
        isConnected = isUp;
      },
    };
    // Its native part is loaded only where it is used.
    const { openKurrentDbStore } = await import('../event-store/kurrentdb/open.js');
    const store = await openKurrentDbStore({ url, prefix, observer });
    return {
      store,
      readiness: () => Promise.resolve(isConnected ? null : 'The event store does not answer.'),
      subscriptions: () => store.subscriptions(),
      // Of what this process and others append.
      tellOfGrowth: () => store.relayGrowth(),
      close: async () => {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
