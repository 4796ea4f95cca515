import { standingOf, unauthorizedRefusal } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { refuse, type Decision } from '../decision.js';
import { bindingFacts, endBinding } from './bindings.js';
import { allOrNothing, inTheWay, notFound } from './refused-communities.js';
import type { TenantState } from './state.js';
import { toTenant } from './tenant-stream.js';

export interface BindCommunities {
  /** Account to bind to. Nothing is asked of accounts that communities are moved away from: unbinding is always allowed. */
  readonly account: AccountState;
  readonly tenant: TenantState;
  readonly tenantId: string;
  readonly communityIds: readonly string[];
  /** R15: take communities that are bound elsewhere along. */
  readonly move: boolean;
}

const MOVED = { binding: 'MOVED', payment: 'UNBOUND_FROM_ACCOUNT' } as const;

/** R15, R19: a tenant binds its own communities to an account that it owns or that is shared with it. */
export function decideBindCommunities(input: BindCommunities): Decision {
  const { account, tenant, tenantId, communityIds, move } = input;
  const standing = standingOf(account, tenantId);
  if (!standing) return refuse({ code: 'ACCOUNT_NOT_FOUND' });
  const unauthorized = unauthorizedRefusal(account);
  if (unauthorized) return refuse(unauthorized);
  const { tenure, sharingId } = standing;

  return allOrNothing(communityIds, (id) => {
    const community = tenant.communities.get(id);
    if (!community) return notFound(id);
    const { binding } = community;
    if (binding?.appId === tenure.appId) return [];
    if (binding && !move) return inTheWay(community, 'BOUND_ELSEWHERE');
    const unbound = binding ? endBinding(tenantId, { ...community, binding }, MOVED) : [];
    const data = bindingFacts(tenantId, community, { ...tenure, sharingId });
    return [...unbound, toTenant({ type: 'CommunityBound', data })];
  });
}
