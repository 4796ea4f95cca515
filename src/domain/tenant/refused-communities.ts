import { accept, refuse, type Decision } from '../decision.js';
import type { EventToWrite } from '../event.js';
import type { CommunityRefusalReason, RefusedCommunity } from '../refusal.js';
import type { TenantEvent } from './events.js';
import type { CommunityState } from './state.js';

/** R27: a community that is not there and one that the viewer may not know of are told in the same words. */
export const notFound = (communityId: string): RefusedCommunity => ({
  communityId,
  reason: 'NOT_FOUND',
  appId: null,
  paymentInterfaceId: null,
});

/** A community that the viewer may know of stands in the way; the refusal says what it is bound to. */
export const inTheWay = (community: CommunityState, reason: CommunityRefusalReason): RefusedCommunity => ({
  communityId: community.communityId,
  reason,
  appId: community.binding?.appId ?? null,
  paymentInterfaceId: community.binding?.payment?.paymentInterfaceId ?? null,
});

export type Verdict = readonly EventToWrite<TenantEvent>[] | RefusedCommunity;

/** R19: all communities or none; whatever stood in the way is named, in the order in which it was asked for. */
export function allOrNothing(communityIds: readonly string[], judge: (communityId: string) => Verdict): Decision {
  const events: EventToWrite<TenantEvent>[] = [];
  const refused: RefusedCommunity[] = [];
  for (const id of communityIds) {
    const verdict = judge(id);
    if ('reason' in verdict) refused.push(verdict);
    else events.push(...verdict);
  }
  return refused.length > 0 ? refuse({ code: 'COMMUNITIES_REFUSED', communities: refused }) : accept(events);
}
