import type { Ids } from './world.js';
import { MERCHANT_NUMBER } from './world.js';

/** What the one who asks has itself. */
export interface Own {
  readonly appId: string;
  readonly communityId: string;
  readonly paymentInterfaceId: string;
}

export interface Case {
  readonly what: string;
  readonly variables: (ids: Ids, own: Own) => Readonly<Record<string, unknown>>;
  /** Where a success tells ids and times of its own; otherwise everything is selected. */
  readonly selection?: string;
  /** Refused to every tenant, whatever it asks for. */
  readonly isForNoTenant?: true;
}

const NO_IDS: Case = { what: 'no id', variables: () => ({}) };

const filtered = (...names: readonly (keyof Ids)[]): Case[] =>
  names.map((name) => ({ what: `filter.${name}`, variables: (ids) => ({ filter: { [name]: ids[name] } }) }));

const input = (
  what: string,
  of: (ids: Ids, own: Own) => Readonly<Record<string, unknown>>,
  selection?: string,
): Case => ({
  what,
  // The key is another tenant's, too: keys belong to tenant and person.
  variables: (ids, own) => ({ input: { idempotencyKey: ids.idempotencyKey, ...of(ids, own) } }),
  ...(selection !== undefined && { selection }),
});

const TRAIL = [
  ...filtered('appId', 'tenantId', 'communityId', 'actorSubject', 'actorId', 'commandId', 'correlationId'),
  {
    what: 'filter.appId of a type',
    variables: (ids: Ids) => ({ filter: { appId: ids.appId, types: ['CommunityBound'] } }),
  },
];

const APP_ID: Case = { what: 'appId', variables: ({ appId }) => ({ appId }) };
const OF_ACCOUNT = input('appId', ({ appId }) => ({ appId }));

/** Every operation with every id that it takes. */
export const CASES: Readonly<Record<'query' | 'mutation' | 'subscription', Readonly<Record<string, readonly Case[]>>>> =
  {
    query: {
      viewer: [NO_IDS],
      latestCursor: [NO_IDS],
      account: [APP_ID],
      accounts: [NO_IDS],
      authorization: [{ what: 'id', variables: ({ authorizationId }) => ({ id: authorizationId }) }],
      community: [{ what: 'id', variables: ({ communityId }) => ({ id: communityId }) }],
      communities: [
        ...filtered('tenantId', 'appId', 'paymentInterfaceId'),
        { what: 'filter.ids', variables: ({ communityId }) => ({ filter: { ids: [communityId] } }) },
        {
          what: 'filter.ids beside an own one',
          variables: ({ communityId }, own) => ({ filter: { ids: [own.communityId, communityId] } }),
        },
        { what: 'filter.externalIds', variables: ({ externalId }) => ({ filter: { externalIds: [externalId] } }) },
        {
          what: 'filter.appId of an interface',
          variables: ({ appId, paymentInterfaceId }) => ({ filter: { appId, paymentInterfaceId } }),
        },
      ],
      sharing: [{ what: 'id', variables: ({ sharingId }) => ({ id: sharingId }) }],
      paymentInterface: [{ what: 'id', variables: ({ paymentInterfaceId }) => ({ id: paymentInterfaceId }) }],
      auditEvent: [{ what: 'id', variables: ({ eventId }) => ({ id: eventId }) }],
      auditTrail: TRAIL,
      // What hangs on it is asked for below.
      history: [{ what: 'no id', variables: () => ({ at: { time: '2001-01-01T00:00:00.000Z' } }) }],
      // Of the installation: no tenant may ask.
      weChatCallbacks: filtered('appId').map((one) => ({ ...one, isForNoTenant: true })),
      auditSeals: [NO_IDS],
      auditConsistency: [{ what: 'no id', variables: () => ({ fromTreeSize: '1', toTreeSize: '2' }) }],
      auditKeys: [NO_IDS],
    },
    mutation: {
      authorizeAccount: [
        input(
          'key',
          ({ keyOfAuthorizing: idempotencyKey }) => ({ idempotencyKey }),
          '__typename ... on UserError { code message }',
        ),
      ],
      refreshAccountProfile: [OF_ACCOUNT],
      releaseAccount: [OF_ACCOUNT],
      reconcileAuthorizations: [input('nothing', () => ({ dryRun: true }))],
      forceReleaseAccount: [input('appId', ({ appId }) => ({ appId, reason: 'none' }))],
      addPaymentInterface: [input('appId', ({ appId }) => ({ appId, name: '收款', merchantNumber: '1900000001' }))],
      removePaymentInterface: [input('paymentInterfaceId', ({ paymentInterfaceId }) => ({ paymentInterfaceId }))],
      generateShareCodes: [input('appId', ({ appId }) => ({ appId, count: 1 }))],
      cancelShareCodes: [
        input('appId', ({ appId, label }) => ({ appId, labels: [label] })),
        input('labels on an own account', ({ label, shareCodeId, digest }, { appId }) => ({
          appId,
          labels: [label, shareCodeId, digest],
        })),
      ],
      redeemShareCode: [
        input('label', ({ label }) => ({ code: label })),
        input('share code id', ({ shareCodeId }) => ({ code: shareCodeId })),
        input('digest', ({ digest }) => ({ code: digest })),
      ],
      revokeSharing: [
        input('sharingId', ({ sharingId }) => ({ sharingId })),
        input('sharingId with unbinding', ({ sharingId }) => ({ sharingId, unbindCommunities: true })),
      ],
      registerCommunities: [
        input(
          'externalId',
          ({ externalIdToTake: externalId, keyOfRegistering: idempotencyKey }) => ({
            communities: [{ name: '小区', externalId }],
            idempotencyKey,
          }),
          '__typename ... on RegisterCommunitiesSuccess { communities { name externalId } } ... on UserError { code message }',
        ),
      ],
      renameCommunity: [input('communityId', ({ communityId }) => ({ communityId, name: '新名' }))],
      removeCommunity: [input('communityId', ({ communityId }) => ({ communityId }))],
      bindCommunities: [
        input('appId', ({ appId }, { communityId }) => ({ appId, communityIds: [communityId] })),
        input('appId to move to', ({ appId }, { communityId }) => ({ appId, communityIds: [communityId], move: true })),
        input('communityIds', ({ communityId }, { appId }) => ({ appId, communityIds: [communityId] })),
        input('communityIds to move', ({ communityId }, { appId }) => ({
          appId,
          communityIds: [communityId],
          move: true,
        })),
        input('communityIds beside an own one', ({ communityId }, own) => ({
          appId: own.appId,
          communityIds: [own.communityId, communityId],
        })),
        input('appId and communityIds', ({ appId, communityId }) => ({ appId, communityIds: [communityId] })),
      ],
      unbindCommunities: [
        input('appId', ({ appId }, { communityId }) => ({ appId, communityIds: [communityId] })),
        input('communityIds', ({ communityId }, { appId }) => ({ appId, communityIds: [communityId] })),
        input('communityIds beside an own one', ({ communityId }, own) => ({
          appId: own.appId,
          communityIds: [own.communityId, communityId],
        })),
        input('appId and communityIds', ({ appId, communityId }) => ({ appId, communityIds: [communityId] })),
      ],
      bindPaymentInterface: [
        input('paymentInterfaceId', ({ paymentInterfaceId }, { communityId }) => ({
          paymentInterfaceId,
          merchantNumber: MERCHANT_NUMBER,
          communityIds: [communityId],
        })),
        input('paymentInterfaceId with a wrong number', ({ paymentInterfaceId }, { communityId }) => ({
          paymentInterfaceId,
          merchantNumber: '1900099999',
          communityIds: [communityId],
        })),
        input('communityIds', ({ communityId }, { paymentInterfaceId }) => ({
          paymentInterfaceId,
          merchantNumber: MERCHANT_NUMBER,
          communityIds: [communityId],
          replace: true,
        })),
        input('paymentInterfaceId and communityIds', ({ paymentInterfaceId, communityId }) => ({
          paymentInterfaceId,
          merchantNumber: MERCHANT_NUMBER,
          communityIds: [communityId],
        })),
      ],
      unbindPaymentInterface: [
        input('paymentInterfaceId', ({ paymentInterfaceId }, { communityId }) => ({
          paymentInterfaceId,
          communityIds: [communityId],
        })),
        input('communityIds', ({ communityId }, { paymentInterfaceId }) => ({
          paymentInterfaceId,
          communityIds: [communityId],
        })),
        input('paymentInterfaceId and communityIds', ({ paymentInterfaceId, communityId }) => ({
          paymentInterfaceId,
          communityIds: [communityId],
        })),
      ],
      issueAccessToken: [
        { what: 'appId', variables: ({ appId }: Ids) => ({ input: { appId } }), selection: '__typename' },
      ],
      saveMenuDraft: [
        input('appId', ({ appId }) => ({
          appId,
          expectedVersion: 0,
          buttons: [{ name: '报修', type: 'CLICK', key: 'repair' }],
        })),
      ],
      publishMenu: [input('appId', ({ appId }) => ({ appId, expectedVersion: 1 }))],
      importMenu: [OF_ACCOUNT],
      deleteMenu: [OF_ACCOUNT],
      setAutomaticReplies: [
        input('appId', ({ appId }) => ({
          appId,
          replies: { keywords: [], byDefault: { type: 'TEXT', text: '您好' } },
        })),
      ],
    },
    subscription: {
      bindingChanges: [
        { what: 'appId', variables: ({ appId }) => ({ after: '0', appId }) },
        { what: 'communityIds', variables: ({ communityId }) => ({ after: '0', communityIds: [communityId] }) },
        {
          what: 'appId and communityIds',
          variables: ({ appId, communityId }) => ({ after: '0', appId, communityIds: [communityId] }),
        },
      ],
      accountChanges: [{ what: 'appId', variables: ({ appId }) => ({ after: '0', appId }) }],
      authorizationChanges: [{ what: 'id', variables: ({ authorizationId }) => ({ id: authorizationId }) }],
      auditTrail: TRAIL.map(({ what, variables }) => ({
        what,
        variables: (ids, own) => ({ after: '0', ...variables(ids, own) }),
      })),
    },
  };

/** Fields below the roots that take ids, with what they are asked. */
export const NESTED: Readonly<Record<string, { readonly document: string; readonly variables: Case['variables'] }>> = {
  'Account.bindings': {
    document: `query ($appId: ID!, $filter: BindingFilter) {
      account(appId: $appId) {
        bindings(filter: $filter) { totalCount edges { cursor } nodes { id } pageInfo { hasNextPage endCursor } }
      }
    }`,
    variables: ({ tenantId }, { appId }) => ({ appId, filter: { tenantId } }),
  },
  'History.account': {
    document: `query ($at: MomentInput!, $appId: ID!) {
      history(at: $at) {
        account(appId: $appId) { appId nickname status bindings { totalCount } sharings { totalCount } }
      }
    }`,
    variables: ({ appId }) => ({ ...atPresent(), appId }),
  },
  'History.community': {
    document: `query ($at: MomentInput!, $id: ID!) {
      history(at: $at) { community(id: $id) { communityId name service { available appId } } }
    }`,
    variables: ({ communityId }) => ({ ...atPresent(), id: communityId }),
  },
  'History.communities': {
    document: `query (
      $at: MomentInput!, $tenant: CommunityFilter, $account: CommunityFilter, $interface: CommunityFilter,
      $ids: CommunityFilter, $externalIds: CommunityFilter
    ) {
      history(at: $at) {
        ofTenant: communities(filter: $tenant) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } }
        ofAccount: communities(filter: $account) { totalCount edges { cursor } }
        ofInterface: communities(filter: $interface) { totalCount edges { cursor } }
        byIds: communities(filter: $ids) { totalCount edges { cursor } }
        byExternalIds: communities(filter: $externalIds) { totalCount edges { cursor } }
      }
    }`,
    variables: ({ tenantId, appId, paymentInterfaceId, communityId, externalId }) => ({
      ...atPresent(),
      tenant: { tenantId },
      // Of a shared account the asker’s own are told, whatever else is on it.
      account: { appId, tenantId },
      interface: { paymentInterfaceId, tenantId },
      ids: { ids: [communityId] },
      externalIds: { externalIds: [externalId] },
    }),
  },
  'PastAccount.bindings': {
    document: `query ($at: MomentInput!, $appId: ID!, $filter: BindingFilter) {
      history(at: $at) {
        account(appId: $appId) {
          bindings(filter: $filter) { totalCount edges { cursor } nodes { communityId } pageInfo { hasNextPage endCursor } }
        }
      }
    }`,
    variables: ({ tenantId }, { appId }) => ({ ...atPresent(), appId, filter: { tenantId } }),
  },
};

/** As the past tells it of a moment ago. */
const atPresent = () => ({ at: { time: new Date().toISOString() } });
