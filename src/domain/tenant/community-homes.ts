import type { Standing } from '../account/standing.js';
import { stateOf } from '../missing-state.js';
import { isBoundTo } from './bindings.js';
import type { CommunityState, TenantState } from './state.js';

/** Where the communities that a command names live. */
export interface CommunityHomes {
  /** By community id: the tenant that registered it, which never changes. Unknown ids are left out. */
  readonly tenantOf: ReadonlyMap<string, string>;
  /** By tenant id: every tenant that `tenantOf` names. */
  readonly tenants: ReadonlyMap<string, TenantState>;
}

export interface FoundCommunity {
  readonly tenantId: string;
  readonly community: CommunityState;
}

/**
 * A community that the acting tenant may know of (R27): its own, and as the account's owner whatever is bound to it.
 *
 * @throws MissingStateError
 */
export function findCommunity(
  { tenantOf, tenants, tenantId: viewer }: CommunityHomes & { readonly tenantId: string },
  communityId: string,
  { role, tenure }: Standing,
): FoundCommunity | null {
  const tenantId = tenantOf.get(communityId);
  if (tenantId === undefined) return null;
  const community = stateOf(tenants, tenantId).communities.get(communityId);
  if (!community) return null;
  const visible = tenantId === viewer || (role === 'OWNER' && isBoundTo(community, tenure.appId));
  return visible ? { tenantId, community } : null;
}
