import type { EventReader, EventStore } from '../../../src/event-store/port.js';

/** What an adapter brings to be put through the contract. */
export interface EventStoreHarness {
  /** A log of its own, empty. */
  open(): Promise<LogUnderTest>;
  /** Bytes of text that no event and no append can hold; without it, the engine takes whatever the disk does. */
  readonly tooLarge?: { readonly event: number; readonly append: number };
  /** Whether streams can be changed behind the clients' back by the engine's own means: then logs have an `operator`. */
  readonly hasOperator: boolean;
}

/** How a process opens a log: a function of a module in the build's folder of event stores, and what it is called with. */
export interface Opening {
  readonly module: string;
  readonly open: string;
  /** Plain JSON. */
  readonly argument: unknown;
}

/** What people do to streams with the engine's own means. */
export interface Operator {
  /** The stream's events are gone; who appends to it begins it again. */
  delete(stream: string): Promise<void>;
  /** As `delete`, and nothing can be appended to it ever again. */
  end(stream: string): Promise<void>;
  /** Events before the revision are gone. */
  truncate(stream: string, before: number): Promise<void>;
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
  /** How a client in another process appends to the same log, while `store` is closed. */
  readonly opening: Opening;
  readonly operator?: Operator;
  /** Closes everything and deletes the log. */
  cleanup(): Promise<void>;
}

/** The log of the running test. */
export type Log = () => LogUnderTest;
