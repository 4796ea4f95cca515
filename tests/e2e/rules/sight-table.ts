import type { FeedName } from '../feeds/documents.js';
import type { Tenant } from './sight-story.js';

export interface Sight {
  /** Tenants that see the event, in the trail and wherever else it is told. */
  readonly seenBy: readonly Tenant[];
  readonly services?: true;
  /** Feeds beside the trail that tell of it. */
  readonly feeds?: readonly Exclude<FeedName, 'auditTrail'>[];
}

const bindings = { services: true, feeds: ['bindingChanges'] } as const;
const status = { services: true, feeds: ['accountChanges'] } as const;
const accounts = { feeds: ['accountChanges'] } as const;

const run = (step: string, tenant: Tenant, outcome = 'AuthorizationSucceeded'): Readonly<Record<string, Sight>> =>
  Object.fromEntries(
    ['AuthorizationStarted', 'AuthorizationResultClaimed', outcome].map((type) => [
      `${step}: ${type}`,
      { seenBy: [tenant] },
    ]),
  );

/** R27's table, row by row, held against the story: who sees which event, then and for ever. */
export const TABLE: Readonly<Record<string, Readonly<Record<string, Sight>>>> = {
  'communities: their tenant; the renaming of a bound one also the account’s owner then': {
    'the recipient registers: CommunityRegistered': { seenBy: ['recipient'] },
    'the owner registers: CommunityRegistered': { seenBy: ['owner'] },
    'renames it unbound: CommunityRenamed': { seenBy: ['recipient'] },
    'renames it bound: CommunityRenamed': { seenBy: ['recipient', 'owner'] },
    'removes it: CommunityRemoved': { seenBy: ['recipient'] },
  },
  'bindings, payment bindings: the community’s tenant; the account’s owner then; also services': {
    'binds it: CommunityBound': { seenBy: ['recipient', 'owner'], ...bindings },
    'the owner binds its own: CommunityBound': { seenBy: ['owner'], ...bindings },
    'binds payment: PaymentBound': { seenBy: ['recipient', 'owner'], ...bindings },
    'unbinds payment: PaymentUnbound': { seenBy: ['recipient', 'owner'], ...bindings },
    'the owner unbinds it: CommunityUnbound': { seenBy: ['recipient', 'owner'], ...bindings },
    'the owner unbinds its own: CommunityUnbound': { seenBy: ['owner'], ...bindings },
  },
  'authorization, profile, permissions: the owner then; account status also services': {
    ...run('the owner authorizes', 'owner'),
    'the owner authorizes: AccountAuthorized': { seenBy: ['owner'], ...status },
    ...run('the owner authorizes again', 'owner'),
    ...run('a stranger scans', 'stranger', 'AuthorizationRefused'),
    'a stranger scans: AccountGrantRenewed': { seenBy: ['owner'], ...status },
    'the profile is refreshed: AccountProfileRefreshed': { seenBy: ['owner'] },
    'permissions change: AccountPermissionsChanged': { seenBy: ['owner'], ...status },
    'the owner releases: AccountReleased': { seenBy: ['owner'], ...status },
    ...run('the successor authorizes', 'successor'),
    'the successor authorizes: AccountAuthorized': { seenBy: ['successor'], ...status },
  },
  'deauthorized, resumed, interfaces: the owner then and the recipients then': {
    'WeChat deauthorizes: AccountDeauthorized': {
      seenBy: ['owner', 'recipient', 'neighbour'],
      services: true,
      feeds: ['bindingChanges', 'accountChanges'],
    },
    'the owner authorizes again: AccountResumed': {
      seenBy: ['owner', 'recipient', 'neighbour'],
      services: true,
      feeds: ['bindingChanges', 'accountChanges'],
    },
    'an interface that nobody shares: PaymentInterfaceAdded': { seenBy: ['owner'], ...accounts },
    'an interface is added: PaymentInterfaceAdded': { seenBy: ['owner', 'recipient', 'neighbour'], ...accounts },
    'and removed: PaymentInterfaceRemoved': { seenBy: ['owner', 'recipient', 'neighbour'], ...accounts },
    'the successor’s interface: PaymentInterfaceAdded': { seenBy: ['successor'], ...accounts },
  },
  'menu, replies: the owner then': {
    'the owner drafts a menu: MenuDraftSaved': { seenBy: ['owner'] },
    'publishes it: MenuPublished': { seenBy: ['owner'], ...accounts },
    'imports it: MenuImported': { seenBy: ['owner'] },
    'deletes it: MenuDeleted': { seenBy: ['owner'], ...accounts },
    'the owner sets replies: AutomaticRepliesSet': { seenBy: ['owner'], ...accounts },
  },
  'tokens given to services: auditors alone': {
    'a service is given a token: AccessTokenIssued': { seenBy: [] },
  },
  'share codes: the owner then; redeemed also the redeemer': {
    'a code for the former recipient: ShareCodeGenerated': { seenBy: ['owner'], ...accounts },
    'the former recipient redeems: ShareCodeRedeemed': { seenBy: ['owner', 'former'] },
    'a code for the recipient: ShareCodeGenerated': { seenBy: ['owner'], ...accounts },
    'the recipient redeems: ShareCodeRedeemed': { seenBy: ['owner', 'recipient'] },
    'the neighbour redeems: ShareCodeGenerated': { seenBy: ['owner'], ...accounts },
    'the neighbour redeems: ShareCodeRedeemed': { seenBy: ['owner', 'neighbour'] },
    // One message a command: the last code stands for both.
    'two codes: ShareCodeGenerated': { seenBy: ['owner'], ...accounts },
    'one is cancelled: ShareCodeCancelled': { seenBy: ['owner'], ...accounts },
    'the successor’s code: ShareCodeGenerated': { seenBy: ['successor'], ...accounts },
  },
  'sharings: both parties': {
    'the former recipient redeems: SharingStarted': { seenBy: ['owner', 'former'], ...accounts },
    'the former recipient ends it: SharingEnded': { seenBy: ['owner', 'former'], ...accounts },
    'the recipient redeems: SharingStarted': { seenBy: ['owner', 'recipient'], ...accounts },
    'the recipient ends it: SharingEnded': { seenBy: ['owner', 'recipient'], ...accounts },
    'the neighbour redeems: SharingStarted': { seenBy: ['owner', 'neighbour'], ...accounts },
    'the owner ends the neighbour’s: SharingEnded': { seenBy: ['owner', 'neighbour'], ...accounts },
  },
};
