import { Map, type Set } from 'immutable';
import { InconsistentStreamError } from '../inconsistent-stream.js';

export interface PaymentState {
  readonly paymentInterfaceId: string;
  /** Name and number of the interface when it was bound. */
  readonly name: string;
  readonly merchantNumber: string;
}

export interface BindingState {
  readonly appId: string;
  readonly tenure: number;
  readonly owner: string;
  /** Sharing through which the tenant uses the account; null for its owner. */
  readonly sharingId: string | null;
  /** ISO 8601. */
  readonly boundAt: string;
  readonly payment: PaymentState | null;
}

export interface CommunityState {
  readonly communityId: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly binding: BindingState | null;
}

/** What decisions need to know of a tenant. The indexes hold no empty sets. */
export interface TenantState {
  readonly communities: Map<string, CommunityState>;
  readonly idByExternalId: Map<string, string>;
  /** Ids of the communities that are bound to an account, by appId. */
  readonly idsByAccount: Map<string, Set<string>>;
  /** Ids of the communities that are bound to a payment interface, by its id. */
  readonly idsByPaymentInterface: Map<string, Set<string>>;
}

export const NO_COMMUNITIES: TenantState = {
  communities: Map(),
  idByExternalId: Map(),
  idsByAccount: Map(),
  idsByPaymentInterface: Map(),
};

/** @throws InconsistentStreamError */
export function knownCommunity(tenant: TenantState, communityId: string): CommunityState {
  const community = tenant.communities.get(communityId);
  if (!community) throw new InconsistentStreamError(`An event names community ${communityId}, which is not there.`);
  return community;
}
