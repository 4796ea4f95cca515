import type { DataOf, ProductEvent } from '../../src/domain/product-event.js';
import type { FeedName } from '../documents.js';

/** Names tenants that may see an event; `recipients` share the account at the event's moment. */
type Party<Data> = (data: Data, recipients: readonly string[]) => readonly string[];

interface Row<Data> {
  readonly seenBy: readonly Party<Data>[];
  /** True where services see it: bindings and account status. */
  readonly services?: true;
  readonly feeds?: readonly FeedName[];
  /** False keeps it out of its feeds. */
  readonly told?: (data: Data) => boolean;
}

const tenant: Party<{ tenantId: string }> = ({ tenantId }) => [tenantId];
const owner: Party<{ owner: string }> = (data) => [data.owner];
const recipient: Party<{ recipient: string }> = (data) => [data.recipient];
const recipientsThen: Party<unknown> = (_, recipients) => recipients;
const ownerBoundTo: Party<{ boundTo: { owner: string } | null }> = ({ boundTo }) => (boundTo ? [boundTo.owner] : []);

/** One message a command: the last code stands for all of its batch. */
const lastOfBatch = ({ batch }: { batch: { index: number; size: number } }): boolean => batch.index === batch.size - 1;

/**
 * R27's table: who may see which event, decided at its moment and never again; and which feeds tell of it. Auditors see
 * everything.
 */
const TABLE: { readonly [Type in ProductEvent['type']]: Row<DataOf<Type>> } = {
  CommunityRegistered: { seenBy: [tenant] },
  CommunityRenamed: { seenBy: [tenant, ownerBoundTo] },
  CommunityRemoved: { seenBy: [tenant] },

  CommunityBound: { seenBy: [tenant, owner], services: true, feeds: ['bindings'] },
  CommunityUnbound: { seenBy: [tenant, owner], services: true, feeds: ['bindings'] },
  PaymentBound: { seenBy: [tenant, owner], services: true, feeds: ['bindings'] },
  PaymentUnbound: { seenBy: [tenant, owner], services: true, feeds: ['bindings'] },

  AuthorizationStarted: { seenBy: [tenant] },
  AuthorizationResultClaimed: { seenBy: [tenant] },
  AuthorizationSucceeded: { seenBy: [tenant] },
  AuthorizationRefused: { seenBy: [tenant] },

  AccountAuthorized: { seenBy: [owner], services: true, feeds: ['accounts'] },
  AccountGrantRenewed: { seenBy: [owner], services: true, feeds: ['accounts'] },
  AccountPermissionsChanged: { seenBy: [owner], services: true, feeds: ['accounts'] },
  AccountReleased: { seenBy: [owner], services: true, feeds: ['accounts'] },
  AccountProfileRefreshed: { seenBy: [owner], feeds: ['accounts'], told: ({ changed }) => changed.length > 0 },

  AccountDeauthorized: { seenBy: [owner, recipientsThen], services: true, feeds: ['bindings', 'accounts'] },
  AccountResumed: { seenBy: [owner, recipientsThen], services: true, feeds: ['bindings', 'accounts'] },
  PaymentInterfaceAdded: { seenBy: [owner, recipientsThen], feeds: ['accounts'] },
  PaymentInterfaceRemoved: { seenBy: [owner, recipientsThen], feeds: ['accounts'] },

  ShareCodeGenerated: { seenBy: [owner], feeds: ['accounts'], told: lastOfBatch },
  ShareCodeCancelled: { seenBy: [owner], feeds: ['accounts'], told: lastOfBatch },
  ShareCodeRedeemed: { seenBy: [owner, recipient] },

  SharingStarted: { seenBy: [owner, recipient], feeds: ['accounts'] },
  SharingEnded: { seenBy: [owner, recipient], feeds: ['accounts'] },

  AccessTokenIssued: { seenBy: [] },

  AutomaticRepliesSet: { seenBy: [owner], feeds: ['accounts'] },
  MenuDraftSaved: { seenBy: [owner] },
  MenuPublished: { seenBy: [owner], feeds: ['accounts'] },
  MenuImported: { seenBy: [owner] },
  MenuDeleted: { seenBy: [owner], feeds: ['accounts'] },

  AuthorizationsReconciled: { seenBy: [] },

  PersonForgotten: { seenBy: [] },
};

export const TRAIL_EVENTS = Object.keys(TABLE) as readonly ProductEvent['type'][];

/** Whether the account's recipients must be known to say who sees the event. */
export const needsRecipients = (type: string): boolean =>
  TABLE[type as ProductEvent['type']].seenBy.some((party) => party === recipientsThen);

export interface Sight {
  readonly seenBy: readonly string[];
  readonly seenByServices: boolean;
  readonly feeds: readonly FeedName[];
}

/** R27: who sees the event, given who shares its account at that moment. */
export function sightOf(event: ProductEvent, recipients: readonly string[]): Sight {
  // The row is the one of the event's own type, which the compiler cannot follow through the look-up.
  const { seenBy, services = false, feeds = [], told } = TABLE[event.type] as Row<ProductEvent['data']>;
  return {
    seenBy: [...new Set(seenBy.flatMap((party) => party(event.data, recipients)))],
    seenByServices: services,
    feeds: told && !told(event.data) ? [] : feeds,
  };
}
