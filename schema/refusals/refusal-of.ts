import type { Refusal, RefusalCode } from '../../src/domain/refusal.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { messagesIn } from '../messages/catalogue.js';
import type { RefusalFacts } from '../messages/messages.js';
import * as general from './general.js';
import * as ofAccounts from './of-accounts.js';
import * as ofCommunities from './of-communities.js';
import * as ofMenus from './of-menus.js';
import * as ofSharings from './of-sharings.js';
import { problemOf } from './problem-of.js';
import type { UserError } from './user-error.js';

type Common = Pick<UserError, 'code' | 'message' | 'path'>;

const PATHS: Partial<Record<RefusalCode, string>> = {
  IDEMPOTENCY_KEY_REUSED: 'idempotencyKey',
  ACCOUNT_NOT_FOUND: 'appId',
  NOT_ACCOUNT_OWNER: 'appId',
  ACCOUNT_NOT_AUTHORIZED: 'appId',
  PAYMENT_INTERFACE_NOT_FOUND: 'paymentInterfaceId',
  MERCHANT_NUMBER_TAKEN: 'merchantNumber',
  MERCHANT_NUMBER_MISMATCH: 'merchantNumber',
  SHARE_CODES_NOT_OPEN: 'labels',
  SHARE_CODE_MISTYPED: 'code',
  SHARE_CODE_UNKNOWN: 'code',
  SHARE_CODE_EXPIRED: 'code',
  SHARE_CODE_ALREADY_USED: 'code',
  SHARE_CODE_CANCELLED: 'code',
  OWN_ACCOUNT: 'code',
  ALREADY_SHARED: 'code',
  SHARING_NOT_FOUND: 'sharingId',
  SHARING_ALREADY_ENDED: 'sharingId',
  EXTERNAL_IDS_TAKEN: 'communities',
  COMMUNITY_NOT_FOUND: 'communityId',
  COMMUNITIES_REFUSED: 'communityIds',
  MENU_DRAFT_CHANGED: 'expectedVersion',
  NO_MENU_DRAFT: 'appId',
};

/** The one table from refusals to what clients get of them: a class a code. */
export const REFUSALS: {
  readonly [Code in RefusalCode]: (common: Common, facts: RefusalFacts<Code>, context: Context) => UserError;
} = {
  INVALID_INPUT: (common, { problems }, { language }) =>
    made(general.InvalidInput, { ...common, problems: problems.map((problem) => problemOf(problem, language)) }),
  IDEMPOTENCY_KEY_REUSED: (common) => made(general.IdempotencyKeyReused, common),
  ACCOUNT_NOT_FOUND: (common) => made(ofAccounts.AccountNotFound, common),
  NOT_ACCOUNT_OWNER: (common) => made(ofAccounts.NotAccountOwner, common),
  ACCOUNT_NOT_AUTHORIZED: (common, { since }) => made(ofAccounts.AccountNotAuthorized, { ...common, since }),
  ACCOUNT_OWNED_BY_ANOTHER: (common) => made(ofAccounts.AccountOwnedByAnother, common),
  BINDINGS_REMAIN: (common, { count, bindings }, context) => {
    const found = once(() =>
      context.app.queries.bindingsByCommunityIds(
        context,
        bindings.map(({ communityId }) => communityId),
      ),
    );
    const communities = async () => (await found()).map(({ community }) => community);
    return made(ofAccounts.BindingsRemain, { ...common, count, communities, bindings: found });
  },
  SHARINGS_REMAIN: (common, { count, sharingIds }, context) => {
    const sharings = () => context.app.queries.sharingsByIds(context, sharingIds);
    return made(ofAccounts.SharingsRemain, { ...common, count, sharings });
  },
  PAYMENT_INTERFACE_NOT_FOUND: (common) => made(ofAccounts.PaymentInterfaceNotFound, common),
  MERCHANT_NUMBER_TAKEN: (common, { paymentInterfaceId }, context) => {
    const paymentInterface = () => context.app.queries.paymentInterface(context, paymentInterfaceId);
    return made(ofAccounts.MerchantNumberTaken, { ...common, paymentInterface });
  },
  MERCHANT_NUMBER_MISMATCH: (common) => made(ofAccounts.MerchantNumberMismatch, common),
  TOO_MANY_AT_ONCE: (common, { count, limit }) => made(general.TooManyAtOnce, { ...common, count, limit }),
  SHARE_CODES_NOT_OPEN: (common, { labels }) => made(ofSharings.ShareCodesNotOpen, { ...common, labels }),
  SHARE_CODE_MISTYPED: (common) => made(ofSharings.ShareCodeMistyped, common),
  SHARE_CODE_UNKNOWN: (common) => made(ofSharings.ShareCodeUnknown, common),
  SHARE_CODE_EXPIRED: (common, { expiredAt }) => made(ofSharings.ShareCodeExpired, { ...common, expiredAt }),
  SHARE_CODE_ALREADY_USED: (common, { byViewer }) => made(ofSharings.ShareCodeAlreadyUsed, { ...common, byViewer }),
  SHARE_CODE_CANCELLED: (common) => made(ofSharings.ShareCodeCancelled, common),
  OWN_ACCOUNT: (common, { appId }) => made(ofSharings.OwnAccount, { ...common, appId }),
  ALREADY_SHARED: (common, { sharingId }, context) => {
    const sharing = () => context.app.queries.sharing(context, sharingId);
    return made(ofSharings.AlreadyShared, { ...common, sharing });
  },
  TOO_MANY_ATTEMPTS: (common, { retryAfterSeconds }) =>
    made(ofSharings.TooManyAttempts, { ...common, retryAfterSeconds }),
  SHARING_NOT_FOUND: (common) => made(ofSharings.SharingNotFound, common),
  SHARING_ALREADY_ENDED: (common, { sharingId }, context) => {
    const sharing = () => context.app.queries.sharing(context, sharingId);
    return made(ofSharings.SharingAlreadyEnded, { ...common, sharing });
  },
  EXTERNAL_IDS_TAKEN: (common, { externalIds, communityIds }, context) => {
    const communities = () => context.app.queries.communitiesByIds(context, communityIds);
    return made(ofCommunities.ExternalIdsTaken, { ...common, externalIds, communities });
  },
  COMMUNITY_NOT_FOUND: (common) => made(ofCommunities.CommunityNotFound, common),
  COMMUNITIES_REFUSED: (common, { communities }) => made(ofCommunities.CommunitiesRefused, { ...common, communities }),
  MENU_DRAFT_CHANGED: (common, { appId }, context) => {
    const menu = () => context.app.queries.menuOf(context, appId);
    return made(ofMenus.MenuDraftChanged, { ...common, menu });
  },
  NO_MENU_DRAFT: (common) => made(ofMenus.NoMenuDraft, common),
  WECHAT_REFUSED: (common, { errcode, errmsg }) => made(general.WeChatRefused, { ...common, errcode, errmsg }),
  WECHAT_UNAVAILABLE: (common, { retryAfterSeconds }) =>
    made(general.WeChatUnavailable, { ...common, retryAfterSeconds }),
};

/** A refusal as a client gets it, with its message in the client's language. */
export function refusalOf(refusal: Refusal, context: Context): UserError {
  const { code } = refusal;
  // The entries of the code's own rows, which the compiler cannot follow through the look-ups.
  const message = messagesIn(context.language).refusals[code] as (facts: Refusal) => string;
  const make = REFUSALS[code] as (common: Common, facts: Refusal, context: Context) => UserError;
  return make({ code, message: message(refusal), path: pathOf(refusal) }, refusal, context);
}

function pathOf(refusal: Refusal): readonly string[] | null {
  if (refusal.code === 'INVALID_INPUT') {
    const [problem] = refusal.problems;
    return refusal.problems.length === 1 && problem ? problem.path : null;
  }
  const path = PATHS[refusal.code];
  return path === undefined ? null : [path];
}

const once = <Value>(work: () => Promise<Value>): (() => Promise<Value>) => {
  let result: Promise<Value> | null = null;
  return () => (result ??= work());
};
