import { Map, Set } from 'immutable';
import { NO_COMMUNITIES, type CommunityState, type TenantState } from './state.js';

/** The indexes follow from the communities, so that only these are kept. */
export interface TenantSnapshot {
  readonly communities: readonly CommunityState[];
}

export const saveTenant = (tenant: TenantState): TenantSnapshot => ({
  communities: tenant.communities.valueSeq().toArray(),
});

/** Restores what `saveTenant` wrote under the same snapshot version. */
export function restoreTenant(saved: unknown): TenantState {
  const { communities } = saved as TenantSnapshot;
  const byId: [string, CommunityState][] = [];
  const byExternalId: [string, string][] = [];
  const byAccount = new globalThis.Map<string, string[]>();
  const byPaymentInterface = new globalThis.Map<string, string[]>();
  for (const community of communities) {
    const { communityId, externalId, binding } = community;
    byId.push([communityId, community]);
    if (externalId !== null) byExternalId.push([externalId, communityId]);
    if (binding) group(byAccount, binding.appId, communityId);
    if (binding?.payment) group(byPaymentInterface, binding.payment.paymentInterfaceId, communityId);
  }
  return {
    ...NO_COMMUNITIES,
    communities: Map(byId),
    idByExternalId: Map(byExternalId),
    idsByAccount: Map(byAccount).map((ids) => Set(ids)),
    idsByPaymentInterface: Map(byPaymentInterface).map((ids) => Set(ids)),
  };
}

function group(index: globalThis.Map<string, string[]>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.push(id);
  else index.set(key, [id]);
}
