import type { AccountProfile } from '../src/domain/account/events.js';
import type { AuthorizationRefusalCode } from '../src/domain/authorization/events.js';
import type { AutomaticReplies } from '../src/domain/replies/events.js';
import type { MenuButton } from '../src/domain/menu/buttons.js';
import type { EventData, EventMetadata } from '../src/event-store/port.js';
import type { Cursor } from '../src/event-store/cursor.js';

/** Shapes of the read models' documents. Times are ISO 8601 in UTC. */

/** Who acted, as metadata tell it. */
export type ActorRef = Readonly<{ id: string; kind: string; tenant: string }>;

/** Id: appId. The present tenure, or the last one when RELEASED. */
export type AccountDocument = Readonly<{
  appId: string;
  tenure: number;
  owner: string;
  status: 'AUTHORIZED' | 'DEAUTHORIZED' | 'RELEASED';
  grant: number;
  profile: AccountProfile;
  permissions: readonly number[];
  /** By WeChat's own time where it tells one; so is `deauthorizedAt`. */
  authorizedAt: string;
  deauthorizedAt: string | null;
  profileRefreshedAt: string;
  paymentInterfaces: readonly Readonly<{ id: string; name: string; merchantNumber: string }>[];
  /** Tenants with an active sharing. */
  recipients: readonly string[];
}>;

/** Id: sharingId. */
export type SharingDocument = Readonly<{
  sharingId: string;
  appId: string;
  tenure: number;
  owner: string;
  recipient: string;
  status: 'ACTIVE' | 'ENDED';
  since: string;
  endedAt: string | null;
  endedBy: ActorRef | null;
}>;

/** Id: digest. Expired is computed when asked. */
export type ShareCodeDocument = Readonly<{
  digest: string;
  label: string;
  appId: string;
  tenure: number;
  owner: string;
  state: 'OPEN' | 'REDEEMED' | 'CANCELLED';
  generatedAt: string;
  generatedBy: ActorRef;
  /** Place among the codes that were generated with it. */
  batchIndex: number;
  expiresAt: string;
  redeemedAt: string | null;
  redeemedBy: string | null;
}>;

export type PaymentBindingDocument = Readonly<{ paymentInterfaceId: string; boundAt: string; boundBy: ActorRef }>;

export type BindingDocument = Readonly<{
  appId: string;
  tenure: number;
  owner: string;
  sharingId: string | null;
  boundAt: string;
  boundBy: ActorRef;
  payment: PaymentBindingDocument | null;
}>;

/** Id: communityId. Its bindings are part of it. */
export type CommunityDocument = Readonly<{
  communityId: string;
  tenantId: string;
  externalId: string | null;
  name: string;
  createdAt: string;
  binding: BindingDocument | null;
}>;

/** Id: authorizationId. Expired is computed when asked. */
export type AuthorizationDocument = Readonly<{
  authorizationId: string;
  tenantId: string;
  status: 'WAITING' | 'AUTHORIZED' | 'REFUSED';
  startedAt: string;
  expiresAt: string;
  returnUrl: string | null;
  appId: string | null;
  refusal: Readonly<{ code: AuthorizationRefusalCode; errcode: number | null; errmsg: string | null }> | null;
}>;

/** Id: `{appId}-{tenure}`. */
export type RepliesDocument = Readonly<{ appId: string; tenure: number; replies: AutomaticReplies }>;
/** Id: `{appId}.{tenure}` (R25). */
export type MenuDocument = Readonly<{
  appId: string;
  tenure: number;
  owner: string;
  version: number;
  draft: readonly MenuButton[] | null;
  /** What residents see, as far as it is known; null for no menu. */
  live: readonly MenuButton[] | null;
  /** When and by whom what is live was published from here; null where it was not. */
  publishedAt: string | null;
  publishedBy: ActorRef | null;
}>;

/** Which feeds tell of an event. */
export type FeedName = 'bindings' | 'accounts';

/** Id: event id. An event with who may see it, fixed at its moment (R27). */
export type TrailDocument = Readonly<{
  kind: 'event';
  id: string;
  cursor: Cursor;
  type: string;
  stream: string;
  revision: number;
  data: EventData;
  metadata: EventMetadata;
  /** Tenants that may see it. Auditors see all. */
  seenBy: readonly string[];
  /** Whether services see it. */
  seenByServices: boolean;
  feeds: readonly FeedName[];
  /** Facets (null where the event names none). */
  appId: string | null;
  /** What the account was called at that moment, where the event names it without saying so. */
  accountName: string | null;
  communityId: string | null;
}>;

/** Id: `sight/{appId}`. Who owns and who shares an account at the moment reached, and what it is called then. */
export type SightDocument = Readonly<{
  kind: 'sight';
  owner: string | null;
  recipients: readonly string[];
  nickname: string;
}>;

/** Id: `{block}/{list}`. Some of the terms of a block of the log, and where each of them is. */
export type PostingsDocument = Readonly<{ kind: 'postings'; postings: string }>;

/** Id: `{block}/times`. First and last time among so many places at a time; null where there is no event of the trail. */
export type TimesDocument = Readonly<{
  kind: 'times';
  spans: readonly (readonly [first: string, last: string] | null)[];
}>;
