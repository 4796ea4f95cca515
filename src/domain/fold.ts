import type { DomainEvent, PastEvent } from './event.js';
import type { StreamKind } from './stream-kind.js';

/** The state after these events, which follow `from` in their stream's order. */
export function fold<State, E extends DomainEvent>(
  kind: StreamKind<State, E>,
  events: Iterable<PastEvent<E>>,
  from: State = kind.initial,
): State {
  let state = from;
  for (const past of events) state = kind.evolve(state, past);
  return state;
}
