import { accept, refuse, UNCHANGED, type Decision } from '../decision.js';
import type { TenantState } from './state.js';
import { toTenant } from './tenant-stream.js';

export interface RenameCommunity {
  readonly tenant: TenantState;
  readonly tenantId: string;
  readonly communityId: string;
  readonly name: string;
}

/** R27: the owner of the account that the community is bound to sees the new name too, so the event says who that is. */
export function decideRenameCommunity({ tenant, tenantId, communityId, name }: RenameCommunity): Decision {
  const community = tenant.communities.get(communityId);
  if (!community) return refuse({ code: 'COMMUNITY_NOT_FOUND' });
  if (community.name === name) return UNCHANGED;
  const { binding } = community;
  const boundTo = binding && { appId: binding.appId, tenure: binding.tenure, owner: binding.owner };
  const data = { tenantId, communityId, name, previousName: community.name, boundTo };
  return accept([toTenant({ type: 'CommunityRenamed', data })]);
}
