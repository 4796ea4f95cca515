import { accept, refuse, type Decision } from '../decision.js';
import { stateOf } from '../missing-state.js';
import { bindingsRemain, boundToAccount, communitiesBoundTo, countBoundTo, endBinding } from '../tenant/bindings.js';
import type { TenantState } from '../tenant/state.js';
import { UNBOUND_AT_ONCE } from '../values/bounds.js';
import { toAccount } from './account-stream.js';
import { tenureOf } from './standing.js';
import type { AccountState } from './state.js';

export interface RevokeSharing {
  readonly account: AccountState;
  /** By tenant id: the sharing's recipient, while the sharing is active. */
  readonly tenants: ReadonlyMap<string, TenantState>;
  readonly tenantId: string;
  readonly sharingId: string;
  /** R21: the owner asks to unbind what the recipient has still bound. */
  readonly unbindCommunities: boolean;
}

const ENDED = { binding: 'SHARING_ENDED', payment: 'SHARING_ENDED' } as const;

/**
 * R20–R23: who asks, owner or recipient, decides which rule holds.
 *
 * @throws MissingStateError
 */
export function decideRevokeSharing(input: RevokeSharing): Decision {
  const { account, tenants, tenantId, sharingId, unbindCommunities } = input;
  const sharing = account.sharings.get(sharingId);
  const isOwner = sharing?.owner === tenantId;
  if (!sharing || !(isOwner || sharing.recipient === tenantId)) return refuse({ code: 'SHARING_NOT_FOUND' });
  if (unbindCommunities && !isOwner) return refuse({ code: 'NOT_ACCOUNT_OWNER' });
  const tenure = tenureOf(account);
  if (sharing.status === 'ENDED' || tenure === null) return refuse({ code: 'SHARING_ALREADY_ENDED', sharingId });

  const { recipient } = sharing;
  const { appId } = tenure;
  const tenant = stateOf(tenants, recipient);
  const count = countBoundTo(tenant, appId);
  if (count > 0 && !unbindCommunities) {
    return refuse(bindingsRemain(boundToAccount(new Map([[recipient, tenant]]), appId)));
  }
  if (count > UNBOUND_AT_ONCE) return refuse({ code: 'TOO_MANY_AT_ONCE', count, limit: UNBOUND_AT_ONCE });
  const by = isOwner ? 'OWNER' : 'RECIPIENT';
  return accept([
    ...communitiesBoundTo(tenant, appId).flatMap((community) => endBinding(recipient, community, ENDED)),
    toAccount({ type: 'SharingEnded', data: { ...tenure, sharingId, recipient, by } }),
  ]);
}
