import { describedEnum } from '../described-enum.js';

export const AccountStatus = describedEnum('AccountStatus', 'Whether the platform may act for an account.', {
  AUTHORIZED: 'The administrator’s grant stands, and everything works.',
  DEAUTHORIZED: 'The administrator cancelled in WeChat, so bindings and sharings are suspended.',
  RELEASED: 'The owner gave the account up, and another tenant may authorize it.',
});

export const AccountRelation = describedEnum('AccountRelation', 'What a tenant is to an account.', {
  OWNER: 'The tenant authorized the account.',
  RECIPIENT: 'The account is shared with the tenant.',
});

export const AccountKind = describedEnum('AccountKind', 'What kind of official account it is.', {
  SERVICE: 'It is a service account (服务号), which is recommended.',
  SUBSCRIPTION: 'It is a subscription account (订阅号), which can do less.',
});

export const AccountAdvisory = describedEnum('AccountAdvisory', 'What an account will not be able to do, and why.', {
  UNVERIFIED: 'WeChat has not verified the account, so much may be refused.',
  SUBSCRIPTION_ACCOUNT: 'A subscription account offers no payment and may be refused menus.',
  MISSING_MENU_PERMISSION: 'The administrator did not grant the custom menu.',
  MISSING_MESSAGE_PERMISSION: 'The administrator did not grant messages, so nothing can be answered.',
  NO_PAYMENT_INTERFACE: 'The account has no payment interface, so residents cannot pay.',
  ACCOUNT_FROZEN: 'WeChat has frozen the account.',
  ACCOUNT_BANNED: 'WeChat has banned the account.',
  ACCOUNT_CANCELLED: 'The account was cancelled at WeChat.',
});
