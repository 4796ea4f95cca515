import { Set, type Map } from 'immutable';
import type { EventToWrite, PastEvent } from '../event.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { TenantEvent } from './events.js';
import { restoreTenant, saveTenant } from './snapshot.js';
import { knownCommunity, NO_COMMUNITIES, type BindingState, type CommunityState, type TenantState } from './state.js';

const PREFIX = 'tenant-';

type Index = Map<string, Set<string>>;

/** The index after `id` has moved from one key to another; null stands for no key. */
function moved(index: Index, id: string, from: string | null, to: string | null): Index {
  if (from === to) return index;
  let next = index;
  if (from !== null) {
    const rest = (next.get(from) ?? Set<string>()).delete(id);
    next = rest.isEmpty() ? next.delete(from) : next.set(from, rest);
  }
  return to === null ? next : next.set(to, (next.get(to) ?? Set<string>()).add(id));
}

function rebind(state: TenantState, community: CommunityState, binding: BindingState | null): TenantState {
  const { communityId: id, binding: before } = community;
  return {
    ...state,
    communities: state.communities.set(id, { ...community, binding }),
    idsByAccount: moved(state.idsByAccount, id, before?.appId ?? null, binding?.appId ?? null),
    idsByPaymentInterface: moved(
      state.idsByPaymentInterface,
      id,
      before?.payment?.paymentInterfaceId ?? null,
      binding?.payment?.paymentInterfaceId ?? null,
    ),
  };
}

function evolve(state: TenantState, { event, occurredAt }: PastEvent<TenantEvent>): TenantState {
  if (event.type === 'CommunityRegistered') {
    const { communityId, externalId, name } = event.data;
    return {
      ...state,
      communities: state.communities.set(communityId, { communityId, externalId, name, binding: null }),
      idByExternalId: externalId === null ? state.idByExternalId : state.idByExternalId.set(externalId, communityId),
    };
  }
  const community = knownCommunity(state, event.data.communityId);
  switch (event.type) {
    case 'CommunityRenamed':
      return {
        ...state,
        communities: state.communities.set(community.communityId, { ...community, name: event.data.name }),
      };
    case 'CommunityRemoved': {
      const { externalId, communityId } = community;
      return {
        ...rebind(state, community, null),
        communities: state.communities.delete(communityId),
        idByExternalId: externalId === null ? state.idByExternalId : state.idByExternalId.delete(externalId),
      };
    }
    case 'CommunityBound': {
      const { appId, tenure, owner, sharingId } = event.data;
      return rebind(state, community, { appId, tenure, owner, sharingId, boundAt: occurredAt, payment: null });
    }
    case 'CommunityUnbound':
      return rebind(state, community, null);
    case 'PaymentBound': {
      const { paymentInterfaceId, paymentInterfaceName: name, merchantNumber } = event.data;
      const payment = { paymentInterfaceId, name, merchantNumber };
      return rebind(state, community, community.binding && { ...community.binding, payment });
    }
    case 'PaymentUnbound':
      return rebind(state, community, community.binding && { ...community.binding, payment: null });
  }
}

/** `tenant-{tenantId}`: its communities and all their bindings. */
export const tenantStream: StreamKind<TenantState, TenantEvent> & Required<Pick<StreamKind<TenantState>, 'snapshot'>> =
  {
    prefix: PREFIX,
    initial: NO_COMMUNITIES,
    evolve,
    upcast: firstShapes<TenantEvent>(PREFIX, {
      CommunityRegistered: true,
      CommunityRenamed: true,
      CommunityRemoved: true,
      CommunityBound: true,
      CommunityUnbound: true,
      PaymentBound: true,
      PaymentUnbound: true,
    }),
    snapshot: { version: 1, save: saveTenant, restore: restoreTenant },
  };

/** An event for the tenant that it names, whom it concerns. */
export const toTenant = (event: TenantEvent): EventToWrite<TenantEvent> => ({
  stream: streamOf(tenantStream, event.data.tenantId),
  event,
  tenant: event.data.tenantId,
});
