import { accept, refuse, type Decision } from '../decision.js';
import { bindingsRemain } from './bindings.js';
import type { TenantState } from './state.js';
import { toTenant } from './tenant-stream.js';

export interface RemoveCommunity {
  readonly tenant: TenantState;
  readonly tenantId: string;
  readonly communityId: string;
}

/** A community goes only when it is bound to nothing. */
export function decideRemoveCommunity({ tenant, tenantId, communityId }: RemoveCommunity): Decision {
  const community = tenant.communities.get(communityId);
  if (!community) return refuse({ code: 'COMMUNITY_NOT_FOUND' });
  if (community.binding) return refuse(bindingsRemain([{ communityId, tenantId }]));
  return accept([toTenant({ type: 'CommunityRemoved', data: { tenantId, communityId, name: community.name } })]);
}
