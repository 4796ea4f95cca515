/** Where a subscriber stands behind the log, as far as it is known without asking the server. */
export interface SubscriptionLag {
  /** Events that were heard of and are not delivered yet; null while it catches up with what was there before it. */
  readonly events: number | null;
  /** How long it has been behind, in seconds; 0 when it is not. */
  readonly seconds: number;
}

/** Told of what goes on between this process and the server. Nothing of it waits for an observer. */
export interface KurrentDbObserver {
  /** A request that appends was acknowledged, with its number of domain events. */
  appended(events: number): void;
  /** An append lost: a check failed. */
  conflicted(): void;
  /** Something is asked again because the server did not answer, or answered that it could not. */
  retried(operation: 'append' | 'read'): void;
  /** The subscription that tells of growth was made anew, after an error or a silence in which the log had grown. */
  reconnected(): void;
  /** Whether the server answers: told when that changes. */
  connected(isConnected: boolean): void;
}

/** For those who want to hear of nothing. */
export const NO_OBSERVER: KurrentDbObserver = {
  appended: () => undefined,
  conflicted: () => undefined,
  retried: () => undefined,
  reconnected: () => undefined,
  connected: () => undefined,
};
