import { standingOf } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { refuse, type Decision } from '../decision.js';
import { endBinding, isBoundTo } from './bindings.js';
import { findCommunity, type CommunityHomes } from './community-homes.js';
import { allOrNothing, inTheWay, notFound } from './refused-communities.js';

export interface UnbindCommunities extends CommunityHomes {
  readonly account: AccountState;
  readonly tenantId: string;
  readonly communityIds: readonly string[];
}

const REQUESTED = { binding: 'REQUESTED', payment: 'UNBOUND_FROM_ACCOUNT' } as const;

/**
 * R17–R19: a tenant unbinds its own communities, the owner of the account also those of its recipients; also while the
 * account is deauthorized (R6).
 *
 * @throws MissingStateError
 */
export function decideUnbindCommunities(input: UnbindCommunities): Decision {
  const { account, tenantId, communityIds } = input;
  const standing = standingOf(account, tenantId);
  if (!standing) return refuse({ code: 'ACCOUNT_NOT_FOUND' });
  const { appId } = standing.tenure;
  return allOrNothing(communityIds, (id) => {
    const found = findCommunity(input, id, standing);
    if (!found) return notFound(id);
    if (!isBoundTo(found.community, appId)) return inTheWay(found.community, 'NOT_BOUND');
    return endBinding(found.tenantId, found.community, REQUESTED);
  });
}
