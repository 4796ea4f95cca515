import type { ActorRef, AuthorizationDocument, TrailDocument } from '../../../projections/documents.js';
import type { AutomaticReplies } from '../../domain/replies/events.js';
import type { AuditKey } from '../../audit/seal.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { CallbackFilter } from '../../wechat/callbacks/callback-journal.js';
import type { CallbackRecord } from '../../wechat/callbacks/callback-record.js';
import type { TrailFilter } from '../trail/trail-filter.js';
import type { MomentArguments, PastView } from './history.js';
import type { Connection, PageArguments, UncountedConnection } from './paging.js';
import type { Asker, Loaders } from './reads.js';
import type { SealsPage } from './seals.js';
import type {
  AccountView,
  ActorView,
  AuditEventView,
  AuthorizationView,
  BindingView,
  BoundCommunityView,
  CommunityView,
  MenuView,
  PaymentInterfaceView,
  ServingAccountView,
  ShareCodeCountsView,
  ShareCodeStatus,
  ShareCodeView,
  SharingView,
  TenantView,
} from './views.js';

export interface AccountFilter {
  readonly relation?: 'OWNER' | 'RECIPIENT' | null;
  readonly status?: AccountView['status'] | null;
  /** Part of the nickname. */
  readonly search?: string | null;
}

export interface CommunityFilter {
  readonly tenantId?: string | null;
  readonly appId?: string | null;
  readonly hasPaymentInterface?: boolean | null;
  /** R4: whether residents are served now. */
  readonly available?: boolean | null;
  readonly bound?: boolean | null;
  readonly paymentInterfaceId?: string | null;
  /** Part of the name. */
  readonly search?: string | null;
  readonly ids?: readonly string[] | null;
  readonly externalIds?: readonly string[] | null;
}

export interface BindingFilter {
  readonly tenantId?: string | null;
  readonly hasPaymentInterface?: boolean | null;
  /** Part of the community's name. */
  readonly search?: string | null;
}

export type SortOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** What `after` and the ids of a feed must be. */
export interface FeedArguments {
  readonly after?: string | null;
  readonly appId?: string | null;
  readonly communityIds?: readonly string[] | null;
  readonly filter?: TrailFilter | null;
}

/**
 * What can be asked. Who may see what (R27) is decided in here, in `sight.ts`; what the viewer may not see is not there.
 *
 * @throws BadUserInputError naming every mistake in filters and pages
 */
export interface Queries {
  /** By appId: null unless the viewer's tenant owns or shares it, or the viewer sees all; released: auditors only (R7). */
  account(asker: Asker, appId: string): Promise<AccountView | null>;
  /** Ordered by appId. */
  accounts(asker: Asker, filter: AccountFilter, page: PageArguments): Promise<Connection<AccountView>>;
  /** Oldest binding first. Owner: all; recipient: its own. */
  bindings(
    asker: Asker,
    account: AccountView,
    filter: BindingFilter,
    page: PageArguments,
  ): Promise<Connection<BindingView>>;
  /** Oldest first. Null unless the viewer is the owner or an auditor. */
  sharings(
    asker: Asker,
    account: AccountView,
    status: SharingView['status'] | null,
    page: PageArguments,
  ): Promise<Connection<SharingView> | null>;
  /** In the order of generating. Null unless the viewer is the owner or an auditor (R12). */
  shareCodes(
    asker: Asker,
    account: AccountView,
    status: ShareCodeStatus | null,
    page: PageArguments,
  ): Promise<Connection<ShareCodeView> | null>;
  shareCodeCounts(account: AccountView): ShareCodeCountsView | null;
  /** The active sharing through which the viewer's tenant sees the account. */
  sharingOf(asker: Asker, account: AccountView): Promise<SharingView | null>;

  /** Null unless the viewer is the owner, who always has some, empty as they may be (R26). */
  repliesOf(asker: Asker, account: AccountView): Promise<AutomaticReplies | null>;
  /** Null unless the viewer is the owner (R25). */
  menu(asker: Asker, account: AccountView): Promise<MenuView | null>;
  /** By appId: null, too, where the viewer sees no such account. */
  menuOf(asker: Asker, appId: string): Promise<MenuView | null>;

  authorization(asker: Asker, id: string): Promise<AuthorizationView | null>;
  authorizationView(document: AuthorizationDocument): AuthorizationView;

  community(asker: Asker, id: string): Promise<CommunityView | null>;
  /** In the order of `ids`; what the viewer may not see is left out. */
  communitiesByIds(asker: Asker, ids: readonly string[]): Promise<CommunityView[]>;
  /** Oldest registration first; with `filter.appId` or `filter.paymentInterfaceId` oldest binding first. */
  communities(asker: Asker, filter: CommunityFilter, page: PageArguments): Promise<Connection<CommunityView>>;
  /** Bindings of the communities to whatever they are bound to, in the order of `ids`, as far as the viewer sees them. */
  bindingsByCommunityIds(asker: Asker, ids: readonly string[]): Promise<BindingView[]>;

  sharing(asker: Asker, id: string): Promise<SharingView | null>;
  /** In the order of `ids`; what the viewer may not see is left out. */
  sharingsByIds(asker: Asker, ids: readonly string[]): Promise<SharingView[]>;
  paymentInterface(asker: Asker, id: string): Promise<PaymentInterfaceView | null>;
  /** In the order of `digests`; what the viewer may not see is left out. */
  shareCodesByDigests(asker: Asker, digests: readonly string[]): Promise<ShareCodeView[]>;

  auditEvent(asker: Asker, id: string): Promise<AuditEventView | null>;
  auditTrail(
    asker: Asker,
    filter: TrailFilter,
    order: SortOrder,
    page: PageArguments,
  ): Promise<UncountedConnection<AuditEventView>>;
  auditEventView(asker: Asker, event: TrailDocument): AuditEventView;
  /** Smallest tree first. */
  auditSeals(page: Pick<PageArguments, 'first' | 'after'>): Promise<SealsPage>;
  /** Between sizes up to the newest seal's. */
  auditConsistency(fromTreeSize: string, toTreeSize: string): Promise<readonly string[]>;
  auditKeys(): Promise<readonly AuditKey[]>;

  /**
   * R28: the state at a moment, as far as the viewer's tenant could have seen it then.
   *
   * @throws HistoryBehindError, HistoryBusyError: to be asked again in a while
   */
  history(asker: Asker, at: MomentArguments): Promise<PastView>;

  /** Newest first; for platform administrators. */
  weChatCallbacks(asker: Asker, filter: CallbackFilter, page: PageArguments): Promise<Connection<CallbackRecord>>;

  /** What residents see of an account now, for whoever may see the account now. */
  servingAccount(asker: Asker, appId: string): Promise<ServingAccountView | null>;
  /** A payment interface as an event tells it, there or gone. */
  paymentInterfaceOf(
    asker: Asker,
    facts: {
      readonly id: string;
      readonly appId: string;
      readonly name: string;
      readonly merchantNumber: string;
      /** Tenant that owns the account. */
      readonly owner: string;
    },
  ): PaymentInterfaceView;
  /** A community as a binding's event tells it. */
  boundCommunity(
    asker: Asker,
    facts: { readonly id: string; readonly name: string; readonly tenantId: string },
  ): BoundCommunityView;
  actor(asker: Asker, ref: ActorRef): ActorView;
  tenant(asker: Asker, id: string): TenantView;

  /** Position of the newest event. */
  latestCursor(): Promise<Cursor>;
  /** @throws BadUserInputError where a feed could not start from these */
  checkFeed(feed: FeedArguments): Promise<void>;
  /** Waits until the read models hold the cursor's position: at most two seconds, then false. */
  reach(cursor: Cursor): Promise<boolean>;
  /** For one operation over HTTP. */
  loaders(): Loaders;
}
