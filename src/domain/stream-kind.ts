import type { PastEvent, DomainEvent } from './event.js';

/**
 * A kind of stream: its name, how its events fold into a state, and how that state is kept as a snapshot.
 * All of it is pure; states are immutable values.
 */
export interface StreamKind<State, E extends DomainEvent = DomainEvent> {
  /** Prefix of the stream names, e.g. `account-`. */
  readonly prefix: string;
  readonly initial: State;
  /** @throws when the event's type or schema version is unknown: never skipped */
  evolve(state: State, past: PastEvent<E>): State;
  /** Changes an event as stored in an earlier shape into the present one. */
  upcast(type: string, schemaVersion: number, data: unknown): E;
  /** For long streams: the state as plain JSON and back. `version` changes with the state's shape. */
  readonly snapshot?: {
    readonly version: number;
    /** Events from one to the next, where the state does not grow with them; else many, and ever more. */
    readonly every?: number;
    save(state: State): unknown;
    restore(saved: unknown): State;
  };
  /** What a state takes in memory, in events of ordinary size; without it the number of its events counts. */
  weigh?(state: State): number;
}

export const streamOf = (kind: { readonly prefix: string }, id: string): string => `${kind.prefix}${id}`;
