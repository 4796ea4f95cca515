import type { EventReader, EventStore } from '../../../src/event-store/port.js';

/** What an adapter brings to be put through the contract. */
export interface EventStoreHarness {
  /** A log of its own, empty. */
  open(): Promise<LogUnderTest>;
}

export interface LogUnderTest {
  /** The client to append with; a new one after `reopen`. */
  readonly store: EventStore;
  /** Closes the client and opens the same log again. */
  reopen(): Promise<void>;
  /** Another client that reads the same log, as another thread or process would; closed by `cleanup`. */
  secondReader(): Promise<EventReader>;
  /** Another client that appends to the same log, where the engine allows several; closed by `cleanup`. */
  readonly secondStore?: () => Promise<EventStore>;
  /** Closes everything and deletes the log. */
  cleanup(): Promise<void>;
}

/** The log of the running test. */
export type Log = () => LogUnderTest;
