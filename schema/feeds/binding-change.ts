import type { AccountDeauthorized, AccountResumed } from '../../src/domain/account/events.js';
import type { TenantEvent } from '../../src/domain/tenant/events.js';
import type { TrailDocument } from '../../projections/documents.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { actorOf } from './actor-of.js';
import type { BindingChangeKind } from './feed-enums.js';
import { BindingChange } from './messages.js';

type Told =
  | Extract<TenantEvent, { type: 'CommunityBound' | 'CommunityUnbound' | 'PaymentBound' | 'PaymentUnbound' }>
  | AccountDeauthorized
  | AccountResumed;

const KINDS: Readonly<Record<Told['type'], keyof typeof BindingChangeKind>> = {
  CommunityBound: 'COMMUNITY_BOUND',
  CommunityUnbound: 'COMMUNITY_UNBOUND',
  PaymentBound: 'PAYMENT_BOUND',
  PaymentUnbound: 'PAYMENT_UNBOUND',
  AccountDeauthorized: 'ACCOUNT_SUSPENDED',
  AccountResumed: 'ACCOUNT_RESUMED',
};

// The trail holds under each type what the log's own types declare.
const toldBy = (event: TrailDocument): Told | null => (event.type in KINDS ? (event as unknown as Told) : null);

/** An event as the feed of bindings tells it; null where it does not. */
export function bindingChange(context: Context, event: TrailDocument): BindingChange | null {
  const told = toldBy(event);
  if (told === null) return null;
  const { queries } = context.app;
  const { data } = told;
  return made(BindingChange, {
    cursor: event.cursor,
    kind: KINDS[told.type],
    community:
      'communityId' in data
        ? queries.boundCommunity(context, { id: data.communityId, name: data.communityName, tenantId: data.tenantId })
        : null,
    tenant: 'communityId' in data ? queries.tenant(context, data.tenantId) : null,
    appId: data.appId,
    paymentInterfaceId: 'paymentInterfaceId' in data ? data.paymentInterfaceId : null,
    reason: 'reason' in data ? data.reason : null,
    account: () => queries.servingAccount(context, data.appId),
    paymentInterface:
      'paymentInterfaceId' in data
        ? queries.paymentInterfaceOf(context, {
            id: data.paymentInterfaceId,
            appId: data.appId,
            name: data.paymentInterfaceName,
            merchantNumber: data.merchantNumber,
            owner: data.owner,
          })
        : null,
    occurredAt: event.metadata.occurredAt,
    actor: actorOf(context, event),
  });
}
