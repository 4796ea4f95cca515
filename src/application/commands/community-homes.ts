import { streamOf } from '../../domain/stream-kind.js';
import type { CommunityHomes } from '../../domain/tenant/community-homes.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import type { View } from '../deciding/view.js';
import { loadTenants } from './load-tenants.js';
import type { Services } from './services.js';

type Homes = CommunityHomes['tenantOf'];

/**
 * Which tenant each community belongs to, which never changes. A tenant's own communities are known from its own stream;
 * only others (an owner acting for a recipient, R17) are looked up.
 */
export async function findHomes(
  { states, lookUps }: Services,
  tenantId: string,
  communityIds: readonly string[],
): Promise<Homes> {
  const own = await states.cached(tenantStream, tenantId);
  const foreign = communityIds.filter((id) => !own.state.communities.has(id));
  const found = foreign.length === 0 ? new Map<string, string>() : await lookUps.tenantsOf(foreign);
  return new Map(
    communityIds.flatMap((id) => {
      const home = own.state.communities.has(id) ? tenantId : found.get(id);
      return home === undefined ? [] : [[id, home]];
    }),
  );
}

export const streamsOf = (homes: Homes): string[] =>
  [...new Set(homes.values())].map((tenantId) => streamOf(tenantStream, tenantId));

export async function loadHomes(view: View, tenantOf: Homes): Promise<CommunityHomes> {
  return { tenantOf, tenants: await loadTenants(view, new Set(tenantOf.values())) };
}
