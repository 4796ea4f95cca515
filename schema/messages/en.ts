import type { Messages } from './messages.js';
import { summaries } from './en-summaries.js';
import { problems } from './en-problems.js';

const communities = (count: number): string => (count === 1 ? '1 community' : `${count} communities`);
const seconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

export const en: Messages = {
  refusals: {
    INVALID_INPUT: ({ problems }) =>
      problems.length === 1
        ? 'One thing in the input is not allowed; see problems.'
        : `${problems.length} things in the input are not allowed; see problems.`,
    IDEMPOTENCY_KEY_REUSED: () =>
      'This idempotencyKey was used before for another request. Send a new key, or exactly the earlier request again.',
    ACCOUNT_NOT_FOUND: () =>
      'There is no such official account for you. Check the appId: an account must be authorized by you or shared with you.',
    NOT_ACCOUNT_OWNER: () => 'Only the tenant that authorized this official account may do this. Ask the owner.',
    ACCOUNT_NOT_AUTHORIZED: ({ since }) =>
      since === null
        ? 'This official account is not authorized now. Its owner must authorize it again first.'
        : `The administrator cancelled the authorization of this official account in WeChat (${since}). Its owner must authorize it again first.`,
    ACCOUNT_OWNED_BY_ANOTHER: () =>
      'Another customer of the platform owns this official account. Ask that owner for a share code and redeem it.',
    BINDINGS_REMAIN: ({ count }) =>
      `${communities(count)} ${count === 1 ? 'is' : 'are'} still bound. Unbind ${count === 1 ? 'it' : 'them'} first; see communities and bindings.`,
    SHARINGS_REMAIN: ({ count }) =>
      `The account is still shared with ${count === 1 ? 'one tenant' : `${count} tenants`}. End ${count === 1 ? 'that sharing' : 'those sharings'} first; see sharings.`,
    PAYMENT_INTERFACE_NOT_FOUND: () =>
      'There is no such payment interface for you. Check the id among the paymentInterfaces of the account.',
    MERCHANT_NUMBER_TAKEN: () =>
      'The account already has a payment interface with this merchant number. Use that one, or give another number.',
    MERCHANT_NUMBER_MISMATCH: () =>
      'This is not the merchant number of the payment interface. Money would settle there, so repeat the number that paymentInterface shows.',
    TOO_MANY_AT_ONCE: ({ count, limit }) =>
      `${communities(count)} would have to be unbound in one step; at most ${limit} can be. Unbind some with unbindCommunities first.`,
    SHARE_CODES_NOT_OPEN: ({ labels }) =>
      `Only open share codes can be cancelled, and these are not open: ${labels.join(', ')}. Leave them out.`,
    SHARE_CODE_MISTYPED: () =>
      'This is not a share code: a character was mistyped or left out. Compare it with what the owner sent you.',
    SHARE_CODE_UNKNOWN: () => 'Nobody issued this share code. Ask the owner of the account for a new one.',
    SHARE_CODE_EXPIRED: ({ expiredAt }) =>
      `This share code expired at ${expiredAt}. Ask the owner of the account for a new one.`,
    SHARE_CODE_ALREADY_USED: ({ byViewer }) =>
      byViewer
        ? 'You have used this share code before; it works once. Ask the owner for a new one to share the account again.'
        : 'This share code was used by another tenant; it works once. Ask the owner of the account for a new one.',
    SHARE_CODE_CANCELLED: () => 'The owner of the account cancelled this share code. Ask the owner for a new one.',
    OWN_ACCOUNT: () =>
      'This share code is for an official account of your own, which needs no sharing: bind your communities directly.',
    ALREADY_SHARED: () =>
      'This official account is already shared with you: bind your communities to it. The code was not spent.',
    TOO_MANY_ATTEMPTS: ({ retryAfterSeconds }) =>
      `Too many unknown share codes were tried. Try again in ${seconds(retryAfterSeconds)}, with the code as the owner sent it.`,
    SHARING_NOT_FOUND: () => 'There is no such sharing for you. Check the id among the sharings of the account.',
    SHARING_ALREADY_ENDED: () => 'This sharing has ended already; nothing is left to do.',
    EXTERNAL_IDS_TAKEN: ({ externalIds }) =>
      `These external ids belong to communities that are there already: ${externalIds.join(', ')}. Use others or leave those communities out.`,
    COMMUNITY_NOT_FOUND: () => 'There is no such community for you. Check the id among your communities.',
    COMMUNITIES_REFUSED: ({ communities: refused }) =>
      `Nothing was changed: ${communities(refused.length)} stood in the way. See the reason of each one in communities.`,
    MENU_DRAFT_CHANGED: () =>
      'The draft of the menu is another one than the version that you expected. Look at menu, take over what you want to keep, and send its version.',
    NO_MENU_DRAFT: () => 'There is no draft of a menu to publish. Save one with saveMenuDraft, or import what is live.',
    WECHAT_REFUSED: ({ errcode, errmsg }) => `WeChat refused this with code ${errcode}: ${errmsg}`,
    WECHAT_UNAVAILABLE: ({ retryAfterSeconds }) =>
      `WeChat does not answer at the moment. Send the same request again in ${seconds(retryAfterSeconds)}.`,
  },
  problems,
  summaries,
  namedAccount: ({ name, appId }) => `“${name}” (${appId})`,
  actedBy: ({ who, sentence }) => `${who}: ${sentence}`,
  releaseNote:
    'The account is released here. The authorization in WeChat still stands: its administrator ends it in the WeChat Official Accounts Platform, under the authorized third-party platforms.',
  settlementNotice: ({ name, merchantNumber }) =>
    `Money that residents of a bound community pay settles to WeChat Pay merchant ${merchantNumber} (${name}). Make sure that this merchant is meant to receive it.`,
  settlementWarning: ({ merchantNumber, count }) =>
    `From now on money that residents of ${count === 1 ? 'this community' : `these ${count} communities`} pay settles to WeChat Pay merchant ${merchantNumber}.`,
  forbidden: 'Your role does not allow this. Ask your administrator for a token with the role that does.',
  tenantNeeded: 'This is for tenants, and your token names none. Use a token that was issued for a tenant.',
};
