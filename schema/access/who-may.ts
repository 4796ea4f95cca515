import type { Viewer } from '../../src/auth/viewer.js';

/**
 * In what capacity someone may ask: a tenant's reader (an operator may read, too) or operator, which both take a tenant
 * in the token, or a role of the whole installation.
 */
export type Capacity = 'ANYONE' | 'READER' | 'OPERATOR' | 'AUDITOR' | 'SERVICE' | 'PLATFORM_ADMIN';

type Table = Readonly<Record<string, readonly Capacity[]>>;

const OPERATOR: readonly Capacity[] = ['OPERATOR'];
const READERS: readonly Capacity[] = ['READER', 'AUDITOR'];

/** Who may what: every root field of the schema, or it is not built. */
export const WHO_MAY: Readonly<Record<'Query' | 'Mutation' | 'Subscription', Table>> = {
  Query: {
    viewer: ['ANYONE'],
    latestCursor: ['ANYONE'],
    account: [...READERS, 'PLATFORM_ADMIN'],
    accounts: [...READERS, 'PLATFORM_ADMIN'],
    authorization: READERS,
    community: [...READERS, 'SERVICE'],
    communities: [...READERS, 'SERVICE'],
    sharing: READERS,
    paymentInterface: READERS,
    auditEvent: READERS,
    auditTrail: READERS,
    history: READERS,
    weChatCallbacks: ['PLATFORM_ADMIN'],
    auditSeals: READERS,
    auditConsistency: READERS,
    auditKeys: READERS,
  },
  Mutation: {
    authorizeAccount: OPERATOR,
    refreshAccountProfile: OPERATOR,
    releaseAccount: OPERATOR,
    forceReleaseAccount: ['PLATFORM_ADMIN'],
    reconcileAuthorizations: ['PLATFORM_ADMIN'],
    addPaymentInterface: OPERATOR,
    removePaymentInterface: OPERATOR,
    generateShareCodes: OPERATOR,
    cancelShareCodes: OPERATOR,
    redeemShareCode: OPERATOR,
    revokeSharing: OPERATOR,
    registerCommunities: OPERATOR,
    renameCommunity: OPERATOR,
    removeCommunity: OPERATOR,
    bindCommunities: OPERATOR,
    unbindCommunities: OPERATOR,
    bindPaymentInterface: OPERATOR,
    unbindPaymentInterface: OPERATOR,
    setAutomaticReplies: OPERATOR,
    saveMenuDraft: OPERATOR,
    publishMenu: OPERATOR,
    importMenu: OPERATOR,
    deleteMenu: OPERATOR,
    issueAccessToken: ['SERVICE'],
  },
  Subscription: {
    bindingChanges: ['READER', 'SERVICE'],
    accountChanges: ['READER', 'SERVICE'],
    authorizationChanges: ['READER'],
    auditTrail: READERS,
  },
};

const HOLDS: Readonly<Record<Capacity, (viewer: Viewer) => boolean>> = {
  ANYONE: () => true,
  READER: ({ roles, tenant }) => tenant !== null && (roles.includes('VIEWER') || roles.includes('OPERATOR')),
  OPERATOR: ({ roles, tenant }) => tenant !== null && roles.includes('OPERATOR'),
  AUDITOR: ({ roles }) => roles.includes('AUDITOR'),
  SERVICE: ({ roles }) => roles.includes('SERVICE'),
  PLATFORM_ADMIN: ({ roles }) => roles.includes('PLATFORM_ADMIN'),
};

export const mayBe = (viewer: Viewer, capacities: readonly Capacity[]): boolean =>
  capacities.some((capacity) => HOLDS[capacity](viewer));

/** Whether the role would do, if only the token named a tenant. */
export const lacksTenantOnly = ({ roles, tenant, ...rest }: Viewer, capacities: readonly Capacity[]): boolean =>
  tenant === null && mayBe({ roles, tenant: { id: '-', name: null }, ...rest }, capacities);
