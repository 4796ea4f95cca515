import { Field, InterfaceType } from 'type-graphql';
import type { RefusalCode } from '../../src/domain/refusal.js';
import { describedEnum } from '../described-enum.js';

export const UserErrorCode = describedEnum('UserErrorCode', 'A stable code of a refusal, for programs.', {
  INVALID_INPUT: 'The input breaks a bound or a format.',
  IDEMPOTENCY_KEY_REUSED: 'The key was used before for another request.',
  ACCOUNT_NOT_FOUND: 'You have no such account.',
  NOT_ACCOUNT_OWNER: 'Only the owner of the account may do this.',
  ACCOUNT_NOT_AUTHORIZED: 'The account’s authorization is cancelled.',
  ACCOUNT_OWNED_BY_ANOTHER: 'Another tenant owns the account.',
  BINDINGS_REMAIN: 'Communities are still bound.',
  SHARINGS_REMAIN: 'The account is still shared.',
  PAYMENT_INTERFACE_NOT_FOUND: 'You have no such payment interface.',
  MERCHANT_NUMBER_TAKEN: 'The account has this merchant number already.',
  MERCHANT_NUMBER_MISMATCH: 'The repeated merchant number is not the interface’s.',
  TOO_MANY_AT_ONCE: 'More communities than one step may unbind.',
  SHARE_CODES_NOT_OPEN: 'Some of the share codes are not open.',
  SHARE_CODE_MISTYPED: 'The share code holds a typing mistake.',
  SHARE_CODE_UNKNOWN: 'Nobody issued the share code.',
  SHARE_CODE_EXPIRED: 'The share code is older than 24 hours.',
  SHARE_CODE_ALREADY_USED: 'The share code was used.',
  SHARE_CODE_CANCELLED: 'The owner cancelled the share code.',
  OWN_ACCOUNT: 'The share code is for an account of your own.',
  ALREADY_SHARED: 'The account is shared with you already.',
  TOO_MANY_ATTEMPTS: 'Too many unknown share codes were tried.',
  SHARING_NOT_FOUND: 'You have no such sharing.',
  SHARING_ALREADY_ENDED: 'The sharing has ended already.',
  EXTERNAL_IDS_TAKEN: 'Communities with these external ids are there already.',
  COMMUNITY_NOT_FOUND: 'You have no such community.',
  COMMUNITIES_REFUSED: 'Some of the communities stood in the way, and nothing was changed.',
  MENU_DRAFT_CHANGED: 'Someone changed the menu’s draft meanwhile.',
  NO_MENU_DRAFT: 'The menu has no draft.',
  WECHAT_REFUSED: 'WeChat refused.',
  WECHAT_UNAVAILABLE: 'WeChat does not answer.',
} satisfies Record<RefusalCode, string>);

@InterfaceType({ description: 'An expected refusal of a command.' })
export abstract class UserError {
  @Field(() => UserErrorCode, { description: 'Gives a stable code, for programs.' })
  readonly code!: RefusalCode;

  @Field(() => String, { description: 'Says in your language what is wrong, what is allowed and what to do.' })
  readonly message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Leads from the input to what is at fault, where one field is.',
  })
  readonly path!: readonly string[] | null;
}
