import type { DomainEvent } from '../domain/event.js';
import type { DataOf, ProductEvent } from '../domain/product-event.js';

/** The facts of a command's events of one type, in their order. */
export function factsOf<Type extends ProductEvent['type']>(
  events: readonly DomainEvent[],
  type: Type,
): readonly DataOf<Type>[] {
  return events.flatMap((event) => (event.type === type ? [event.data as DataOf<Type>] : []));
}
