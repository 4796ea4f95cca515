import type { BindingEndReason as Reason } from '../../src/domain/tenant/events.js';
import { describedEnum } from '../described-enum.js';

export const BindingChangeKind = describedEnum('BindingChangeKind', 'What changed about a binding.', {
  COMMUNITY_BOUND: 'A community was bound to an account.',
  COMMUNITY_UNBOUND: 'A community was unbound from an account.',
  PAYMENT_BOUND: 'A community was bound to a payment interface.',
  PAYMENT_UNBOUND: 'A community was unbound from a payment interface.',
  ACCOUNT_SUSPENDED: 'The account’s administrator cancelled, so every binding of the account is suspended.',
  ACCOUNT_RESUMED: 'The account was authorized again, so every binding of the account works again.',
});

export const BindingEndReason = describedEnum('BindingEndReason', 'Why a binding ended.', {
  REQUESTED: 'It was asked for.',
  MOVED: 'The community was moved to another account.',
  REPLACED: 'Another payment interface took its place.',
  SHARING_ENDED: 'The sharing that it rested on ended.',
  UNBOUND_FROM_ACCOUNT: 'The payment binding followed the binding to the account.',
  ACCOUNT_RELEASED: 'The account was released.',
} satisfies Record<Reason, string>);

export const AccountChangeKind = describedEnum('AccountChangeKind', 'What changed about an account.', {
  AUTHORIZED: 'It was authorized.',
  REAUTHORIZED: 'It was authorized again, or its grant was renewed.',
  DEAUTHORIZED: 'Its administrator cancelled in WeChat.',
  RELEASED: 'It was given up.',
  PROFILE_CHANGED: 'Its profile changed.',
  PERMISSIONS_CHANGED: 'What its administrator grants changed.',
  SHARE_CODES_GENERATED: 'Share codes were generated.',
  SHARE_CODES_CANCELLED: 'Share codes were cancelled.',
  SHARING_STARTED: 'It was shared.',
  SHARING_ENDED: 'A sharing ended.',
  PAYMENT_INTERFACE_ADDED: 'A payment interface was added.',
  PAYMENT_INTERFACE_REMOVED: 'A payment interface was removed.',
  REPLIES_CHANGED: 'Its automatic replies were set.',
  MENU_PUBLISHED: 'A menu was published.',
  MENU_DELETED: 'The menu was deleted.',
});
