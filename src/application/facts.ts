import type { AccountEvent } from '../domain/account/events.js';
import type { AuthorizationEvent } from '../domain/authorization/events.js';
import type { DomainEvent } from '../domain/event.js';
import type { MenuEvent } from '../domain/menu/events.js';
import type { ReconciliationEvent } from '../domain/reconciliation/events.js';
import type { ShareCodeEvent } from '../domain/share-code/events.js';
import type { TenantEvent } from '../domain/tenant/events.js';

type AnyEvent = AccountEvent | AuthorizationEvent | MenuEvent | ReconciliationEvent | ShareCodeEvent | TenantEvent;
type DataOf<Type extends AnyEvent['type']> = Extract<AnyEvent, { type: Type }>['data'];

/** The facts of a command's events of one type, in their order. */
export function factsOf<Type extends AnyEvent['type']>(
  events: readonly DomainEvent[],
  type: Type,
): readonly DataOf<Type>[] {
  return events.flatMap((event) => (event.type === type ? [event.data as DataOf<Type>] : []));
}
