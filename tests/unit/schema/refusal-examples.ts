import type { Refusal, RefusalCode } from '../../../src/domain/refusal.js';

/** A refusal of every code: a new code does not compile without one. */
const EXAMPLES: { readonly [Code in RefusalCode]: Extract<Refusal, { readonly code: Code }> } = {
  INVALID_INPUT: { code: 'INVALID_INPUT', problems: [{ code: 'TOO_LONG', path: ['name'], facts: { max: 100 } }] },
  IDEMPOTENCY_KEY_REUSED: { code: 'IDEMPOTENCY_KEY_REUSED' },
  ACCOUNT_NOT_FOUND: { code: 'ACCOUNT_NOT_FOUND' },
  NOT_ACCOUNT_OWNER: { code: 'NOT_ACCOUNT_OWNER' },
  ACCOUNT_NOT_AUTHORIZED: { code: 'ACCOUNT_NOT_AUTHORIZED', since: '2026-01-01T00:00:00.000Z' },
  ACCOUNT_OWNED_BY_ANOTHER: { code: 'ACCOUNT_OWNED_BY_ANOTHER' },
  BINDINGS_REMAIN: { code: 'BINDINGS_REMAIN', count: 2, bindings: [{ communityId: 'c1', tenantId: 't1' }] },
  SHARINGS_REMAIN: { code: 'SHARINGS_REMAIN', count: 1, sharingIds: ['s1'] },
  PAYMENT_INTERFACE_NOT_FOUND: { code: 'PAYMENT_INTERFACE_NOT_FOUND' },
  MERCHANT_NUMBER_TAKEN: { code: 'MERCHANT_NUMBER_TAKEN', paymentInterfaceId: 'wx1.p1' },
  MERCHANT_NUMBER_MISMATCH: { code: 'MERCHANT_NUMBER_MISMATCH' },
  TOO_MANY_AT_ONCE: { code: 'TOO_MANY_AT_ONCE', count: 6_000, limit: 5_000 },
  SHARE_CODES_NOT_OPEN: { code: 'SHARE_CODES_NOT_OPEN', labels: ['0123456789'] },
  SHARE_CODE_MISTYPED: { code: 'SHARE_CODE_MISTYPED' },
  SHARE_CODE_UNKNOWN: { code: 'SHARE_CODE_UNKNOWN' },
  SHARE_CODE_EXPIRED: { code: 'SHARE_CODE_EXPIRED', expiredAt: '2026-01-01T00:00:00.000Z' },
  SHARE_CODE_ALREADY_USED: { code: 'SHARE_CODE_ALREADY_USED', byViewer: false },
  SHARE_CODE_CANCELLED: { code: 'SHARE_CODE_CANCELLED' },
  OWN_ACCOUNT: { code: 'OWN_ACCOUNT', appId: 'wx1' },
  ALREADY_SHARED: { code: 'ALREADY_SHARED', sharingId: 's1' },
  TOO_MANY_ATTEMPTS: { code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 60 },
  SHARING_NOT_FOUND: { code: 'SHARING_NOT_FOUND' },
  SHARING_ALREADY_ENDED: { code: 'SHARING_ALREADY_ENDED', sharingId: 's1' },
  EXTERNAL_IDS_TAKEN: { code: 'EXTERNAL_IDS_TAKEN', externalIds: ['x1'], communityIds: ['c1'] },
  COMMUNITY_NOT_FOUND: { code: 'COMMUNITY_NOT_FOUND' },
  COMMUNITIES_REFUSED: {
    code: 'COMMUNITIES_REFUSED',
    communities: [{ communityId: 'c1', reason: 'NOT_FOUND', appId: null, paymentInterfaceId: null }],
  },
  MENU_DRAFT_CHANGED: { code: 'MENU_DRAFT_CHANGED', appId: 'wx1' },
  NO_MENU_DRAFT: { code: 'NO_MENU_DRAFT' },
  WECHAT_REFUSED: { code: 'WECHAT_REFUSED', errcode: 48001, errmsg: 'api unauthorized' },
  WECHAT_UNAVAILABLE: { code: 'WECHAT_UNAVAILABLE', retryAfterSeconds: 5 },
};

export const refusals: readonly Refusal[] = Object.values(EXAMPLES);
