import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `account-{appId}`. They never change meaning; new shapes are new versions. */

export type AccountKind = 'SERVICE' | 'SUBSCRIPTION';
/** WeChat's own state of the account: 1 normal, 14 cancelled, 16 banned, 18 warned, 19 frozen. */
export type AccountCondition = 'NORMAL' | 'CANCELLED' | 'BANNED' | 'WARNED' | 'FROZEN';

/** What WeChat says about an account. */
export interface AccountProfile {
  readonly nickname: string;
  readonly avatarUrl: string | null;
  /** `gh_…` */
  readonly originalId: string;
  readonly principalName: string | null;
  readonly kind: AccountKind;
  readonly verified: boolean;
  readonly qrCodeUrl: string | null;
  readonly condition: AccountCondition;
}

interface InTenure {
  readonly appId: string;
  /** Number of the ownership (R7), from 1. */
  readonly tenure: number;
  /** Tenant that owns the account in this tenure. */
  readonly owner: string;
}

/** A new tenure begins (R1). */
export type AccountAuthorized = DomainEvent<
  'AccountAuthorized',
  InTenure & {
    /** Number of the grant, from 1, never used twice on an account (R6). */
    readonly grant: number;
    readonly authorizationId: string;
    readonly profile: AccountProfile;
    /** Permission sets that the administrator granted: WeChat's numbers, ascending. */
    readonly permissions: readonly number[];
    /** WeChat's own time of the grant where it tells one, ISO 8601. */
    readonly grantedAt: string | null;
  }
>;

/** WeChat has replaced the grant of an account that is authorized: by its owner again, or by another tenant's scan (R2). */
export type AccountGrantRenewed = DomainEvent<
  'AccountGrantRenewed',
  InTenure & { readonly grant: number; readonly authorizationId: string | null; readonly grantedAt: string | null }
>;

/** The same owner authorized again after a cancellation: everything resumes (R6). */
export type AccountResumed = DomainEvent<
  'AccountResumed',
  InTenure & { readonly grant: number; readonly authorizationId: string | null; readonly grantedAt: string | null }
>;

/** The administrator cancelled in WeChat (R6). */
export type AccountDeauthorized = DomainEvent<
  'AccountDeauthorized',
  InTenure & { readonly grant: number; /** WeChat's own time of it, ISO 8601. */ readonly cancelledAt: string | null }
>;

/** WeChat was asked for the profile. `changed` names the fields that differ from before. */
export type AccountProfileRefreshed = DomainEvent<
  'AccountProfileRefreshed',
  InTenure & { readonly profile: AccountProfile; readonly changed: readonly (keyof AccountProfile)[] }
>;

export type AccountPermissionsChanged = DomainEvent<
  'AccountPermissionsChanged',
  InTenure & { readonly permissions: readonly number[] }
>;

/** The tenure ends (R7). `reason` is given when a platform administrator released for the owner. */
export type AccountReleased = DomainEvent<'AccountReleased', InTenure & { readonly reason: string | null }>;

export type PaymentInterfaceAdded = DomainEvent<
  'PaymentInterfaceAdded',
  InTenure & {
    /** `{appId}.{random}` */
    readonly paymentInterfaceId: string;
    readonly name: string;
    /** WeChat Pay merchant number, 8–10 digits: public, not a secret. */
    readonly merchantNumber: string;
  }
>;

export type PaymentInterfaceRemoved = DomainEvent<
  'PaymentInterfaceRemoved',
  InTenure & { readonly paymentInterfaceId: string; readonly name: string; readonly merchantNumber: string }
>;

/** A share code was redeemed (R14). */
export type SharingStarted = DomainEvent<
  'SharingStarted',
  InTenure & {
    /** `{appId}.{random}` */
    readonly sharingId: string;
    readonly recipient: string;
    /** Label of the code that it was made from. */
    readonly label: string;
  }
>;

export type SharingEnder = 'OWNER' | 'RECIPIENT' | 'PLATFORM';

/** R20, R21; or in one step with a forced release (R7). */
export type SharingEnded = DomainEvent<
  'SharingEnded',
  InTenure & { readonly sharingId: string; readonly recipient: string; readonly by: SharingEnder }
>;

export type AccountEvent =
  | AccountAuthorized
  | AccountGrantRenewed
  | AccountResumed
  | AccountDeauthorized
  | AccountProfileRefreshed
  | AccountPermissionsChanged
  | AccountReleased
  | PaymentInterfaceAdded
  | PaymentInterfaceRemoved
  | SharingStarted
  | SharingEnded;
