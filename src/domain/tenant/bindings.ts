import type { Set } from 'immutable';
import type { Refusal, RemainingBinding } from '../refusal.js';
import { toTenant } from './tenant-stream.js';
import type { EventToWrite } from '../event.js';
import type { BindingEndReason, TenantEvent } from './events.js';
import {
  knownCommunity,
  type BindingState,
  type CommunityState,
  type PaymentState,
  type TenantState,
} from './state.js';

export interface BoundCommunity extends CommunityState {
  readonly binding: BindingState;
}
export interface PayingCommunity extends BoundCommunity {
  readonly binding: BindingState & { readonly payment: PaymentState };
}

export const isBoundTo = (community: CommunityState, appId: string): community is BoundCommunity =>
  community.binding?.appId === appId;

export const paysThrough = (community: CommunityState, paymentInterfaceId: string): community is PayingCommunity =>
  community.binding?.payment?.paymentInterfaceId === paymentInterfaceId;

export const countBoundTo = (tenant: TenantState, appId: string): number => tenant.idsByAccount.get(appId)?.size ?? 0;

/** In the order of their ids, so that the same state always gives the same events. */
export const communitiesBoundTo = (tenant: TenantState, appId: string): readonly BoundCommunity[] =>
  sorted(tenant.idsByAccount.get(appId))
    .map((id) => knownCommunity(tenant, id))
    .filter((community) => isBoundTo(community, appId));

/** Ids of the communities of the tenants that are bound to an account, as a refusal names them. */
export const boundToAccount = (tenants: ReadonlyMap<string, TenantState>, appId: string): readonly RemainingBinding[] =>
  remaining(tenants, (tenant) => tenant.idsByAccount.get(appId));

/** Ids of the communities of the tenants that are bound to a payment interface, as a refusal names them. */
export const boundToPaymentInterface = (
  tenants: ReadonlyMap<string, TenantState>,
  paymentInterfaceId: string,
): readonly RemainingBinding[] => remaining(tenants, (tenant) => tenant.idsByPaymentInterface.get(paymentInterfaceId));

/** `BINDINGS_REMAIN` names this many of them and counts the rest. */
const NAMED = 100;

export const bindingsRemain = (bindings: readonly RemainingBinding[]): Refusal => ({
  code: 'BINDINGS_REMAIN',
  count: bindings.length,
  bindings: bindings.slice(0, NAMED),
});

/** Through what a community is bound. */
export type BindingAccount = Pick<BindingState, 'appId' | 'tenure' | 'owner' | 'sharingId'>;

/** What all events of a binding say of it. */
export const bindingFacts = (tenantId: string, community: CommunityState, binding: BindingAccount) => ({
  tenantId,
  communityId: community.communityId,
  communityName: community.name,
  appId: binding.appId,
  tenure: binding.tenure,
  owner: binding.owner,
  sharingId: binding.sharingId,
});

/** What all events of a payment binding say of it. */
export const paymentFacts = (
  tenantId: string,
  community: CommunityState,
  binding: BindingState,
  payment: PaymentState,
) => ({
  ...bindingFacts(tenantId, community, binding),
  paymentInterfaceId: payment.paymentInterfaceId,
  paymentInterfaceName: payment.name,
  merchantNumber: payment.merchantNumber,
});

/** Ends a community's payment binding, if it has one. */
export function endPayment(
  tenantId: string,
  community: BoundCommunity,
  reason: BindingEndReason,
): readonly EventToWrite<TenantEvent>[] {
  const { binding } = community;
  if (binding.payment === null) return [];
  const data = { ...paymentFacts(tenantId, community, binding, binding.payment), reason };
  return [toTenant({ type: 'PaymentUnbound', data })];
}

/** Ends a community's binding, and before it the payment binding that depends on it (R18). */
export function endBinding(
  tenantId: string,
  community: BoundCommunity,
  reason: { readonly binding: BindingEndReason; readonly payment: BindingEndReason },
): readonly EventToWrite<TenantEvent>[] {
  const data = { ...bindingFacts(tenantId, community, community.binding), reason: reason.binding };
  return [...endPayment(tenantId, community, reason.payment), toTenant({ type: 'CommunityUnbound', data })];
}

const sorted = (ids: Set<string> | undefined): readonly string[] => ids?.toArray().sort() ?? [];

const remaining = (
  tenants: ReadonlyMap<string, TenantState>,
  idsOf: (tenant: TenantState) => Set<string> | undefined,
): readonly RemainingBinding[] =>
  [...tenants].flatMap(([tenantId, tenant]) => sorted(idsOf(tenant)).map((communityId) => ({ communityId, tenantId })));
