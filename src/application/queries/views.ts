import type { AccountAdvisory } from '../../domain/account/advisories.js';
import type { AccountKind } from '../../domain/account/events.js';
import type { AuthorizationRefusalCode } from '../../domain/authorization/events.js';
import type { MenuButton } from '../../domain/menu/buttons.js';
import type { InputProblem } from '../../domain/refusal.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { EventData } from '../../event-store/port.js';
import type { AccountSight } from './sight.js';
import type { Lazy } from './paging.js';

/** What a viewer is shown: documents with R27 applied. Times are ISO 8601 in UTC. */

export interface TenantView {
  readonly id: string;
  readonly name: string | null | Lazy<string | null>;
}

export type ActorKind = 'PERSON' | 'SERVICE' | 'WECHAT' | 'SYSTEM';

/** Of another tenant's person only `tenant` and `kind` are told (R27); of a forgotten person only `id`. */
export interface ActorView {
  readonly id: string | null;
  readonly subject: Lazy<string | null>;
  readonly name: Lazy<string | null>;
  readonly tenant: TenantView | null;
  readonly kind: ActorKind;
}

export interface PaymentInterfaceView {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly merchantNumber: string;
  readonly boundCommunityCount: Lazy<number>;
}

export interface AccountView {
  readonly id: string;
  readonly appId: string;
  readonly nickname: string;
  readonly avatarUrl: string | null;
  readonly originalId: string | null;
  readonly principalName: string | null;
  readonly kind: AccountKind;
  readonly verified: boolean;
  readonly permissionIds: readonly number[] | null;
  readonly qrCodeUrl: string | null;
  readonly status: 'AUTHORIZED' | 'DEAUTHORIZED' | 'RELEASED';
  readonly advisories: readonly AccountAdvisory[];
  readonly relation: 'OWNER' | 'RECIPIENT' | null;
  readonly authorizedAt: string | null;
  readonly deauthorizedAt: string | null;
  readonly profileRefreshedAt: string | null;
  readonly paymentInterfaces: readonly PaymentInterfaceView[];
  readonly tenure: number;
  /** What the viewer is to the account, which decides about all that hangs on it. */
  readonly sight: AccountSight;
}

export interface ServingAccountView {
  readonly id: string;
  readonly appId: string;
  readonly nickname: string;
  readonly avatarUrl: string | null;
  readonly qrCodeUrl: string | null;
}

/** R4, R6. A suspended binding still tells its account, with the reason why it does not serve. */
export interface CommunityServiceView {
  readonly available: boolean;
  readonly reason: 'NOT_BOUND' | 'ACCOUNT_DEAUTHORIZED' | null;
  readonly account: ServingAccountView | null;
  readonly paymentInterface: PaymentInterfaceView | null;
  readonly paymentReason: 'NO_ACCOUNT' | 'NOT_BOUND' | 'ACCOUNT_DEAUTHORIZED' | null;
  readonly boundAt: string | null;
}

export interface CommunityView {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly tenant: TenantView;
  readonly service: Lazy<CommunityServiceView>;
  readonly createdAt: string;
}

export interface BoundCommunityView {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null | Lazy<string | null>;
}

export interface BindingView {
  readonly id: string;
  readonly community: BoundCommunityView;
  readonly tenant: TenantView;
  readonly appId: string;
  readonly boundAt: string;
  readonly boundBy: ActorView;
  /** R6. */
  readonly suspended: Lazy<boolean>;
  readonly paymentInterface: Lazy<PaymentInterfaceView | null>;
}

export interface SharingView {
  readonly id: string;
  readonly appId: string;
  readonly status: 'ACTIVE' | 'ENDED';
  readonly owner: TenantView;
  readonly recipient: TenantView;
  readonly since: string;
  readonly endedAt: string | null;
  readonly endedBy: ActorView | null;
  readonly boundCommunityCount: Lazy<number>;
}

export type ShareCodeStatus = 'OPEN' | 'REDEEMED' | 'EXPIRED' | 'CANCELLED';

export interface ShareCodeView {
  readonly id: string;
  readonly label: string;
  readonly status: ShareCodeStatus;
  readonly generatedAt: string;
  readonly generatedBy: ActorView;
  readonly expiresAt: string;
  readonly redeemedAt: string | null;
  readonly redeemedBy: TenantView | null;
}

/** Lazily counted, each on its own. */
export interface ShareCodeCountsView {
  readonly open: Lazy<number>;
  readonly redeemed: Lazy<number>;
  readonly expired: Lazy<number>;
  readonly cancelled: Lazy<number>;
}

/** R25. For whoever may see it there always is one, if only without draft and live menu. */
export interface MenuView {
  readonly id: string;
  readonly version: number;
  readonly draft: readonly MenuButton[] | null;
  readonly live: readonly MenuButton[] | null;
  readonly publishedAt: string | null;
  readonly publishedBy: ActorView | null;
  /** What stands in the way of publishing the draft now; none without a draft. */
  readonly draftProblems: readonly InputProblem[];
}

export interface AuthorizationView {
  readonly id: string;
  readonly status: 'WAITING' | 'AUTHORIZED' | 'REFUSED' | 'EXPIRED';
  readonly url: string;
  readonly mobileUrl: string;
  readonly qrCodeSvg: () => string;
  readonly expiresAt: string;
  readonly appId: string | null;
  readonly refused: {
    readonly code: AuthorizationRefusalCode;
    readonly errcode: number | null;
    readonly errmsg: string | null;
  } | null;
}

/** Sizes are decimal texts; see `Seal` for the rest. */
export interface AuditSealView {
  readonly treeSize: string;
  readonly rootHash: string;
  readonly sealedAt: string;
  readonly keyId: string;
  readonly signature: string;
}

export interface AuditProofView {
  /** Exactly what was hashed. */
  readonly leaf: string;
  readonly leafIndex: string;
  /** Lower-case hex, the lowest first. */
  readonly path: readonly string[];
  readonly seal: AuditSealView;
}

export interface AuditEventView {
  readonly id: string;
  readonly cursor: Cursor;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: ActorView;
  readonly tenant: TenantView | null;
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly stream: string | null;
  readonly revision: number | null;
  readonly salt: string | null;
  readonly data: EventData;
  /** What the account was called then, where the data name it without saying so. */
  readonly accountName: string | null;
  /** The tenant's name, or its id where no name is known. */
  readonly nameOfTenant: (id: string) => Promise<string>;
  /** Lower-case hex. */
  readonly hash: () => string;
  readonly proof: Lazy<AuditProofView | null>;
}
