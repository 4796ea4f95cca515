import type { BindingEndReason } from '../../src/domain/tenant/events.js';
import type { Messages } from './messages.js';

const WHY: Readonly<Record<BindingEndReason, string>> = {
  REQUESTED: 'as asked for',
  MOVED: 'to move it elsewhere',
  REPLACED: 'to replace it by another one',
  SHARING_ENDED: 'because the sharing ended',
  UNBOUND_FROM_ACCOUNT: 'because the community left the account',
  ACCOUNT_RELEASED: 'because the account was released',
};

export const summaries: Messages['summaries'] = {
  AccountAuthorized: ({ profile, appId, owner }) =>
    `Official account “${profile.nickname}” (${appId}) was authorized by ${owner}.`,
  AccountGrantRenewed: ({ appId }) => `The authorization of official account ${appId} was renewed in WeChat.`,
  AccountResumed: ({ appId }) => `Official account ${appId} was authorized again, and everything suspended resumed.`,
  AccountDeauthorized: ({ appId }) =>
    `The authorization of official account ${appId} was cancelled in WeChat; its bindings and sharings are suspended.`,
  AccountProfileRefreshed: ({ profile, appId, changed }) =>
    changed.length === 0
      ? `The profile of official account “${profile.nickname}” (${appId}) was read again; nothing had changed.`
      : `The profile of official account “${profile.nickname}” (${appId}) changed: ${changed.join(', ')}.`,
  AccountPermissionsChanged: ({ appId, permissions }) =>
    `Official account ${appId} now grants ${permissions.length} permission sets.`,
  AccountReleased: ({ appId, owner, reason }) =>
    reason === null
      ? `Official account ${appId} was released by ${owner}.`
      : `Official account ${appId} was released for ${owner}: ${reason}`,
  PaymentInterfaceAdded: ({ name, merchantNumber, appId }) =>
    `Payment interface “${name}” (merchant ${merchantNumber}) was added to official account ${appId}.`,
  PaymentInterfaceRemoved: ({ name, merchantNumber, appId }) =>
    `Payment interface “${name}” (merchant ${merchantNumber}) was removed from official account ${appId}.`,
  SharingStarted: ({ appId, owner, recipient }) =>
    `Official account ${appId} of ${owner} is now shared with ${recipient}.`,
  SharingEnded: ({ appId, owner, recipient, by }) => {
    const ender = { OWNER: owner, RECIPIENT: recipient, PLATFORM: 'the platform' }[by];
    return `The sharing of official account ${appId} of ${owner} with ${recipient} was ended by ${ender}.`;
  },

  MenuDraftSaved: ({ appId, version }) =>
    `Version ${version} of the menu draft of official account ${appId} was saved.`,
  MenuPublished: ({ appId, version }) =>
    `Version ${version} of the menu draft of official account ${appId} was published.`,
  MenuImported: ({ appId, changed, version }) => {
    const draft = version === null ? '' : `; it became version ${version} of the draft`;
    return changed
      ? `The live menu of official account ${appId} was read from WeChat, where it had changed${draft}.`
      : `The live menu of official account ${appId} was read from WeChat; it was as known${draft}.`;
  },
  MenuDeleted: ({ appId }) => `The live menu of official account ${appId} was deleted.`,

  AuthorizationStarted: ({ tenantId }) => `${tenantId} began to authorize an official account.`,
  AuthorizationResultClaimed: ({ tenantId }) => `WeChat's answer to the authorization begun by ${tenantId} arrived.`,
  AuthorizationSucceeded: ({ tenantId, appId }) =>
    `The authorization begun by ${tenantId} succeeded for official account ${appId}.`,
  AuthorizationRefused: ({ tenantId, code, errcode }) =>
    code === 'ACCOUNT_OWNED_BY_ANOTHER'
      ? `The authorization begun by ${tenantId} was refused: another tenant owns the official account.`
      : `The authorization begun by ${tenantId} was refused by WeChat${errcode === null ? '' : ` with code ${errcode}`}.`,

  AuthorizationsReconciled: ({ checked, authorized, renewed, deauthorized, ownerUnknown }) =>
    `Official accounts, ${checked} in number, were compared with WeChat's list: ${authorized.length} resumed, ${renewed.length} renewed, ${deauthorized.length} deauthorized, ${ownerUnknown.length} without a known owner.`,

  ShareCodeGenerated: ({ label, appId, expiresAt }) =>
    `Share code ${label} for official account ${appId} was generated; it expires at ${expiresAt}.`,
  ShareCodeRedeemed: ({ label, appId, recipient }) =>
    `Share code ${label} for official account ${appId} was redeemed by ${recipient}.`,
  ShareCodeCancelled: ({ label, appId }) => `Share code ${label} for official account ${appId} was cancelled.`,

  AccessTokenIssued: ({ appId, grant }) =>
    `A service was given an access token of official account ${appId}, from its grant ${grant}.`,

  PersonForgotten: ({ personId }) => `Subject and name of the person ${personId} were erased; events keep this id.`,

  AutomaticRepliesSet: ({ appId, replies }) =>
    `The automatic replies of official account ${appId} were set: ${replies.keywords.length} keyword rules, ${replies.onSubscribe ? 'a' : 'no'} greeting, ${replies.byDefault ? 'a' : 'no'} default reply.`,

  CommunityRegistered: ({ name }) => `Community “${name}” was registered.`,
  CommunityRenamed: ({ name, previousName }) => `Community “${previousName}” was renamed to “${name}”.`,
  CommunityRemoved: ({ name }) => `Community “${name}” was removed.`,
  CommunityBound: ({ communityName, appId }) => `Community “${communityName}” was bound to official account ${appId}.`,
  CommunityUnbound: ({ communityName, appId, reason }) =>
    `Community “${communityName}” was unbound from official account ${appId}, ${WHY[reason]}.`,
  PaymentBound: ({ communityName, paymentInterfaceName, merchantNumber }) =>
    `Community “${communityName}” was bound to payment interface “${paymentInterfaceName}” (merchant ${merchantNumber}).`,
  PaymentUnbound: ({ communityName, paymentInterfaceName, merchantNumber, reason }) =>
    `Community “${communityName}” was unbound from payment interface “${paymentInterfaceName}” (merchant ${merchantNumber}), ${WHY[reason]}.`,
};
