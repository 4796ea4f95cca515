import type { AccountProfile } from '../../../src/domain/account/events.js';
import { menuButton } from '../../../src/domain/menu/buttons.js';
import type { DataOf, ProductEvent } from '../../../src/domain/product-event.js';
import type { EventData, EventMetadata, StoredEvent } from '../../../src/event-store/port.js';
import { MemoryLog } from './memory-log.js';

export const profile: AccountProfile = {
  nickname: '阳光物业',
  avatarUrl: null,
  originalId: 'gh_0',
  principalName: null,
  kind: 'SERVICE',
  verified: true,
  qrCodeUrl: null,
  condition: 'NORMAL',
};

const tenure = { appId: 'wx1', tenure: 1, owner: 'o1' };
const grant = { ...tenure, grant: 1, authorizationId: 'a1', grantedAt: null };
const paymentInterface = { ...tenure, paymentInterfaceId: 'wx1.p1', name: '收费', merchantNumber: '12345678' };
const sharing = { ...tenure, sharingId: 'wx1.s1', recipient: 'r1' };
const code = { ...tenure, digest: 'd1', label: 'l1' };
const batch = { index: 0, size: 1 };
const community = { tenantId: 'r1', communityId: 'c1' };
const binding = { ...community, ...tenure, communityName: '一号院', sharingId: 'wx1.s1' };
const payment = {
  ...binding,
  paymentInterfaceId: 'wx1.p1',
  paymentInterfaceName: '收费',
  merchantNumber: '12345678',
};
const buttons = [menuButton('报修', { type: 'CLICK', key: 'repair' })];
const run = { authorizationId: 'a1', tenantId: 'o1' };

/** What a test does not care about: the account wx1 of the owner o1, its recipient r1, whose community is c1. */
const DEFAULTS: { readonly [Type in ProductEvent['type']]: DataOf<Type> } = {
  AccountAuthorized: { ...grant, authorizationId: 'a1', profile, permissions: [1] },
  AccountGrantRenewed: grant,
  AccountResumed: grant,
  AccountDeauthorized: { ...tenure, grant: 1, cancelledAt: null },
  AccountProfileRefreshed: { ...tenure, profile, changed: ['nickname'] },
  AccountPermissionsChanged: { ...tenure, permissions: [1, 2] },
  AccountReleased: { ...tenure, reason: null },
  PaymentInterfaceAdded: paymentInterface,
  PaymentInterfaceRemoved: paymentInterface,
  SharingStarted: { ...sharing, label: 'l1' },
  SharingEnded: { ...sharing, by: 'OWNER' },
  ShareCodeGenerated: { ...code, expiresAt: '2026-01-02T00:00:00.000Z', secretVersion: 1, batch },
  ShareCodeRedeemed: { ...code, recipient: 'r1', sharingId: 'wx1.s1' },
  ShareCodeCancelled: { ...code, batch },
  CommunityRegistered: { ...community, name: '一号院', externalId: null },
  CommunityRenamed: { ...community, name: '二号院', previousName: '一号院', boundTo: null },
  CommunityRemoved: { ...community, name: '一号院' },
  CommunityBound: binding,
  CommunityUnbound: { ...binding, reason: 'REQUESTED' },
  PaymentBound: payment,
  PaymentUnbound: { ...payment, reason: 'REQUESTED' },
  MenuDraftSaved: { ...tenure, version: 1, buttons },
  MenuPublished: { ...tenure, version: 1, buttons },
  MenuImported: { ...tenure, found: buttons, open: true, changed: true, version: null },
  MenuDeleted: tenure,
  AccessTokenIssued: { ...tenure, grant: 1, tokenVersion: 17 },
  AutomaticRepliesSet: {
    ...tenure,
    replies: { onSubscribe: { type: 'TEXT', text: '欢迎' }, keywords: [], byDefault: null },
  },
  AuthorizationsReconciled: {
    reconciliationId: 'x1',
    checked: 0,
    authorized: [],
    renewed: [],
    deauthorized: [],
    ownerUnknown: [],
    released: [],
    contested: [],
    withoutCredentials: [],
    unreachable: [],
  },
  PersonForgotten: { personId: 'p_1' },
  AuthorizationStarted: { ...run, expiresAt: '2026-01-01T00:10:00.000Z', returnUrl: null },
  AuthorizationResultClaimed: { ...run, claimId: 'k1' },
  AuthorizationSucceeded: { ...run, appId: 'wx1', tenure: 1, grant: 1 },
  AuthorizationRefused: {
    ...run,
    code: 'ACCOUNT_OWNED_BY_ANOTHER',
    appId: 'wx1',
    errcode: null,
    errmsg: null,
  },
};

const streamOf = (type: string, data: Readonly<Record<string, unknown>>): string => {
  if (type.startsWith('ShareCode')) return `sharecode-${String(data['digest'])}`;
  if (type === 'AuthorizationsReconciled') return `reconciliation-${String(data['reconciliationId'])}`;
  if (type.startsWith('Authorization')) return `authorization-${String(data['authorizationId'])}`;
  if (type.startsWith('Menu')) return `menu-${String(data['appId'])}-${String(data['tenure'])}`;
  if (type === 'PersonForgotten') return `person-${String(data['personId'])}`;
  if (type === 'AccessTokenIssued') return `access-token-${String(data['tokenVersion'])}`;
  if (type === 'AutomaticRepliesSet') return `replies-${String(data['appId'])}-${String(data['tenure'])}`;
  return 'tenantId' in data ? `tenant-${String(data['tenantId'])}` : `account-${String(data['appId'])}`;
};

/** Adds an event to the log; facts that the test does not name take their defaults. */
export function happen<Type extends ProductEvent['type']>(
  log: MemoryLog,
  type: Type,
  facts: Partial<DataOf<Type>> = {},
  about: Partial<EventMetadata> = {},
): StoredEvent {
  const data: EventData = Object.assign({}, DEFAULTS[type], facts);
  return log.add(streamOf(type, data), type, data, about);
}
