import { accept, refuse, type Decision } from '../decision.js';
import type { TenantState } from './state.js';
import { toTenant } from './tenant-stream.js';

export interface RegisterCommunities {
  readonly tenant: TenantState;
  readonly tenantId: string;
  /** In the order of the answer. External ids occur once. */
  readonly communities: readonly {
    readonly communityId: string;
    readonly name: string;
    readonly externalId: string | null;
  }[];
}

/** A tenant's communities; an external id is unique among those that it has now. */
export function decideRegisterCommunities({ tenant, tenantId, communities }: RegisterCommunities): Decision {
  const taken = communities.flatMap(({ externalId }) => {
    const communityId = externalId === null ? undefined : tenant.idByExternalId.get(externalId);
    return externalId === null || communityId === undefined ? [] : [{ externalId, communityId }];
  });
  if (taken.length > 0) {
    return refuse({
      code: 'EXTERNAL_IDS_TAKEN',
      externalIds: taken.map(({ externalId }) => externalId),
      communityIds: taken.map(({ communityId }) => communityId),
    });
  }
  return accept(
    communities.map(({ communityId, name, externalId }) =>
      toTenant({ type: 'CommunityRegistered', data: { tenantId, communityId, name, externalId } }),
    ),
  );
}
