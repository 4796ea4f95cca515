import type { AccessTokenEvent } from './access-token/events.js';
import type { AccountEvent } from './account/events.js';
import type { AuthorizationEvent } from './authorization/events.js';
import type { MenuEvent } from './menu/events.js';
import type { PersonEvent } from './person/events.js';
import type { ReconciliationEvent } from './reconciliation/events.js';
import type { RepliesEvent } from './replies/events.js';
import type { ShareCodeEvent } from './share-code/events.js';
import type { TenantEvent } from './tenant/events.js';

/** Every event that there is, of whichever stream. */
export type ProductEvent =
  | AccessTokenEvent
  | AccountEvent
  | AuthorizationEvent
  | MenuEvent
  | PersonEvent
  | ReconciliationEvent
  | RepliesEvent
  | ShareCodeEvent
  | TenantEvent;

export type DataOf<Type extends ProductEvent['type']> = Extract<ProductEvent, { type: Type }>['data'];
