import { toAccount } from '../../../src/domain/account/account-stream.js';
import type { AccountProfile, SharingEnder } from '../../../src/domain/account/events.js';
import { toAuthorization } from '../../../src/domain/authorization/authorization-stream.js';
import type { EventToWrite } from '../../../src/domain/event.js';
import type { MenuButton } from '../../../src/domain/menu/buttons.js';
import { toMenu } from '../../../src/domain/menu/menu-stream.js';
import type { AutomaticReplies } from '../../../src/domain/replies/events.js';
import { toReplies } from '../../../src/domain/replies/replies-stream.js';
import { toShareCode } from '../../../src/domain/share-code/share-code-stream.js';
import { shareCodeLabel } from '../../../src/domain/values/share-code.js';
import { toTenant } from '../../../src/domain/tenant/tenant-stream.js';

/** The people and things of the stories, and what happened to them as events. */

export const APP = 'wx00000000000000aa';
export const OTHER_APP = 'wx00000000000000bb';
export const OWNER = 'owner';
export const RECIPIENT = 'recipient';
export const STRANGER = 'stranger';
export const SHARING = `${APP}.s1`;
export const PAY = `${APP}.p1`;
export const OTHER_PAY = `${APP}.p2`;
export const MERCHANT = '1900000001';
export const OTHER_MERCHANT = '1900000002';
export const DIGEST = 'ab12cd34ef'.padEnd(64, '0');
export const LABEL = shareCodeLabel(DIGEST);
export const RUN = 'run-1';
export const NOON = '2026-11-01T12:00:00.000Z';
export const ONE_O_CLOCK = '2026-11-01T13:00:00.000Z';
export const TWO_O_CLOCK = '2026-11-01T14:00:00.000Z';

export const PROFILE: AccountProfile = {
  nickname: '阳光物业',
  avatarUrl: null,
  originalId: 'gh_0123456789ab',
  principalName: '阳光物业有限公司',
  kind: 'SERVICE',
  verified: true,
  qrCodeUrl: null,
  condition: 'NORMAL',
};

interface Ownership {
  readonly appId?: string;
  readonly tenure?: number;
  readonly owner?: string;
}
const tenureOf = ({ appId = APP, tenure = 1, owner = OWNER }: Ownership = {}) => ({ appId, tenure, owner });

type Story = readonly EventToWrite[];

export const authorized = (of: Ownership & { grant?: number; grantedAt?: string | null } = {}): Story => [
  toAccount({
    type: 'AccountAuthorized',
    data: {
      ...tenureOf(of),
      grant: of.grant ?? 1,
      authorizationId: 'run-0',
      profile: PROFILE,
      permissions: [1, 15],
      grantedAt: of.grantedAt ?? null,
    },
  }),
];

export const deauthorized = (cancelledAt: string | null = NOON, of?: Ownership): Story => [
  toAccount({ type: 'AccountDeauthorized', data: { ...tenureOf(of), grant: 1, cancelledAt } }),
];

export const resumed = (of?: Ownership): Story => [
  toAccount({
    type: 'AccountResumed',
    data: { ...tenureOf(of), grant: 2, authorizationId: null, grantedAt: null },
  }),
];

export const released = (of?: Ownership): Story => [
  toAccount({ type: 'AccountReleased', data: { ...tenureOf(of), reason: null } }),
];

export const offering = (paymentInterfaceId = PAY, merchantNumber = MERCHANT, of?: Ownership): Story => [
  toAccount({
    type: 'PaymentInterfaceAdded',
    data: { ...tenureOf(of), paymentInterfaceId, name: `接口${merchantNumber}`, merchantNumber },
  }),
];

export const shared = (sharingId = SHARING, recipient = RECIPIENT, of?: Ownership): Story => [
  toAccount({ type: 'SharingStarted', data: { ...tenureOf(of), sharingId, recipient, label: LABEL } }),
];

export const ended = (sharingId = SHARING, recipient = RECIPIENT, by: SharingEnder = 'OWNER'): Story => [
  toAccount({ type: 'SharingEnded', data: { ...tenureOf(), sharingId, recipient, by } }),
];

const codeFacts = (digest: string, of?: Ownership) => ({ digest, label: shareCodeLabel(digest), ...tenureOf(of) });

export const issued = (digest = DIGEST, expiresAt = TWO_O_CLOCK, of?: Ownership): Story => [
  toShareCode({
    type: 'ShareCodeGenerated',
    data: { ...codeFacts(digest, of), expiresAt, secretVersion: 1, batch: { index: 0, size: 1 } },
  }),
];

export const redeemed = (recipient = RECIPIENT, digest = DIGEST): Story => [
  toShareCode({ type: 'ShareCodeRedeemed', data: { ...codeFacts(digest), recipient, sharingId: SHARING } }),
];

export const cancelledCode = (digest = DIGEST): Story => [
  toShareCode({ type: 'ShareCodeCancelled', data: { ...codeFacts(digest), batch: { index: 0, size: 1 } } }),
];

export const registered = (tenantId: string, ...communityIds: readonly string[]): Story =>
  communityIds.map((communityId) =>
    toTenant({
      type: 'CommunityRegistered',
      data: { tenantId, communityId, name: `小区${communityId}`, externalId: `ext-${communityId}` },
    }),
  );

const bindingOf = (tenantId: string, communityId: string, of?: Ownership) => ({
  tenantId,
  communityId,
  communityName: `小区${communityId}`,
  ...tenureOf(of),
  sharingId: tenantId === tenureOf(of).owner ? null : SHARING,
});

export const bound = (tenantId: string, communityIds: readonly string[], of?: Ownership): Story =>
  communityIds.map((id) => toTenant({ type: 'CommunityBound', data: bindingOf(tenantId, id, of) }));

export const paying = (
  tenantId: string,
  communityIds: readonly string[],
  paymentInterfaceId = PAY,
  merchantNumber = MERCHANT,
): Story =>
  communityIds.map((id) =>
    toTenant({
      type: 'PaymentBound',
      data: {
        ...bindingOf(tenantId, id),
        paymentInterfaceId,
        paymentInterfaceName: `接口${merchantNumber}`,
        merchantNumber,
      },
    }),
  );

export const drafted = (version: number, buttons: readonly MenuButton[], of?: Ownership): Story => [
  toMenu({ type: 'MenuDraftSaved', data: { ...tenureOf(of), version, buttons } }),
];

export const published = (version: number, buttons: readonly MenuButton[], of?: Ownership): Story => [
  toMenu({ type: 'MenuPublished', data: { ...tenureOf(of), version, buttons } }),
];

export const replying = (replies: AutomaticReplies, of?: Ownership): Story => [
  toReplies({ type: 'AutomaticRepliesSet', data: { ...tenureOf(of), replies } }),
];

export const started = (tenantId = OWNER): Story => [
  toAuthorization({
    type: 'AuthorizationStarted',
    data: { authorizationId: RUN, tenantId, expiresAt: NOON, returnUrl: null },
  }),
];

export const claimed = (tenantId = OWNER): Story => [
  ...started(tenantId),
  toAuthorization({
    type: 'AuthorizationResultClaimed',
    data: { authorizationId: RUN, tenantId, claimId: 'claim-1' },
  }),
];
