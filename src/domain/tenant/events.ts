import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `tenant-{tenantId}`: its communities and all their bindings. */

interface OfCommunity {
  readonly tenantId: string;
  readonly communityId: string;
}

export type CommunityRegistered = DomainEvent<
  'CommunityRegistered',
  OfCommunity & { readonly name: string; readonly externalId: string | null }
>;

export type CommunityRenamed = DomainEvent<
  'CommunityRenamed',
  OfCommunity & {
    readonly name: string;
    readonly previousName: string;
    /** Account that it was bound to at that moment, whose owner sees the renaming (R27). */
    readonly boundTo: { readonly appId: string; readonly tenure: number; readonly owner: string } | null;
  }
>;

export type CommunityRemoved = DomainEvent<'CommunityRemoved', OfCommunity & { readonly name: string }>;

export type BindingEndReason =
  'REQUESTED' | 'MOVED' | 'REPLACED' | 'SHARING_ENDED' | 'UNBOUND_FROM_ACCOUNT' | 'ACCOUNT_RELEASED';

/** All that a pure projection needs to know of a binding. */
interface OfBinding extends OfCommunity {
  /** Name of the community at that moment. */
  readonly communityName: string;
  readonly appId: string;
  readonly tenure: number;
  /** Tenant that owns the account. */
  readonly owner: string;
  /** Sharing through which the tenant uses the account; null for the owner itself. */
  readonly sharingId: string | null;
}

export type CommunityBound = DomainEvent<'CommunityBound', OfBinding>;
export type CommunityUnbound = DomainEvent<'CommunityUnbound', OfBinding & { readonly reason: BindingEndReason }>;

interface OfPaymentBinding extends OfBinding {
  readonly paymentInterfaceId: string;
  /** Name of the interface at that moment. */
  readonly paymentInterfaceName: string;
  readonly merchantNumber: string;
}

export type PaymentBound = DomainEvent<'PaymentBound', OfPaymentBinding>;
/** In one command a payment binding ends before the binding that it followed (R18). */
export type PaymentUnbound = DomainEvent<'PaymentUnbound', OfPaymentBinding & { readonly reason: BindingEndReason }>;

export type TenantEvent =
  | CommunityRegistered
  | CommunityRenamed
  | CommunityRemoved
  | CommunityBound
  | CommunityUnbound
  | PaymentBound
  | PaymentUnbound;
