import type { ReconciliationReport } from '../../domain/reconciliation/events.js';
import type { GivenReplies } from '../../domain/values/inputs/replies-inputs.js';
import type { ButtonInput } from '../../domain/menu/validate-buttons.js';
import type { Answer, Caller } from '../answer.js';

interface Keyed {
  readonly idempotencyKey: string;
}
interface OfAccount extends Keyed {
  readonly appId: string;
}
export interface EndedPaymentBinding {
  readonly communityId: string;
  readonly paymentInterfaceId: string;
}
/** Shown in this one answer and nowhere else, ever (R8). */
export interface GeneratedShareCode {
  readonly code: string;
  readonly label: string;
  readonly expiresAt: string;
}
export interface NewCommunity {
  readonly name: string;
  readonly externalId?: string | null;
}

export interface AuthorizeAccountInput extends Keyed {
  readonly returnUrl?: string | null;
}
export type RefreshAccountProfileInput = OfAccount;
export type ReleaseAccountInput = OfAccount;
export interface ForceReleaseAccountInput extends OfAccount {
  readonly reason: string;
}
export interface ReconcileAuthorizationsInput extends Keyed {
  readonly dryRun: boolean;
}
export interface AddPaymentInterfaceInput extends OfAccount {
  readonly name: string;
  readonly merchantNumber: string;
}
export interface RemovePaymentInterfaceInput extends Keyed {
  readonly paymentInterfaceId: string;
}
export interface GenerateShareCodesInput extends OfAccount {
  readonly count: number;
}
export interface CancelShareCodesInput extends OfAccount {
  readonly labels: readonly string[];
}
export interface RedeemShareCodeInput extends Keyed {
  readonly code: string;
}
export interface RevokeSharingInput extends Keyed {
  readonly sharingId: string;
  readonly unbindCommunities: boolean;
}
export interface IssueAccessTokenInput {
  readonly appId: string;
}
export interface RegisterCommunitiesInput extends Keyed {
  readonly communities: readonly NewCommunity[];
}
export interface RenameCommunityInput extends Keyed {
  readonly communityId: string;
  readonly name: string;
}
export interface RemoveCommunityInput extends Keyed {
  readonly communityId: string;
}
export interface BindCommunitiesInput extends OfAccount {
  readonly communityIds: readonly string[];
  readonly move: boolean;
}
export interface UnbindCommunitiesInput extends OfAccount {
  readonly communityIds: readonly string[];
}
export interface BindPaymentInterfaceInput extends Keyed {
  readonly paymentInterfaceId: string;
  readonly merchantNumber: string;
  readonly communityIds: readonly string[];
  readonly replace: boolean;
}
export interface UnbindPaymentInterfaceInput extends Keyed {
  readonly paymentInterfaceId: string;
  readonly communityIds: readonly string[];
}
export interface SetAutomaticRepliesInput extends OfAccount {
  readonly replies: GivenReplies;
}

export interface PublishMenuInput extends OfAccount {
  readonly expectedVersion: number;
}
export interface SaveMenuDraftInput extends PublishMenuInput {
  readonly buttons: readonly ButtonInput[];
}
export type ImportMenuInput = OfAccount;
export type DeleteMenuInput = OfAccount;

type Command<Input, Result> = (caller: Caller, input: Input) => Promise<Answer<Result>>;

/** The product's commands. Each validates its whole input, decides, appends, and answers from what the events hold. */
export interface Commands {
  readonly authorizeAccount: Command<AuthorizeAccountInput, { readonly authorizationId: string }>;
  readonly refreshAccountProfile: Command<RefreshAccountProfileInput, { readonly appId: string }>;
  readonly releaseAccount: Command<ReleaseAccountInput, { readonly appId: string }>;
  readonly forceReleaseAccount: Command<
    ForceReleaseAccountInput,
    { readonly appId: string; readonly endedSharingCount: number; readonly unboundCommunityCount: number }
  >;
  readonly addPaymentInterface: Command<
    AddPaymentInterfaceInput,
    { readonly appId: string; readonly paymentInterfaceId: string }
  >;
  readonly removePaymentInterface: Command<
    RemovePaymentInterfaceInput,
    { readonly appId: string; readonly paymentInterfaceId: string }
  >;
  readonly generateShareCodes: Command<
    GenerateShareCodesInput,
    { readonly appId: string; readonly codes: readonly GeneratedShareCode[] }
  >;
  readonly cancelShareCodes: Command<
    CancelShareCodesInput,
    { readonly appId: string; /** In input order. */ readonly digests: readonly string[] }
  >;
  readonly redeemShareCode: Command<RedeemShareCodeInput, { readonly sharingId: string; readonly appId: string }>;
  readonly revokeSharing: Command<
    RevokeSharingInput,
    { readonly sharingId: string; readonly unboundCommunityCount: number }
  >;
  readonly issueAccessToken: Command<
    IssueAccessTokenInput,
    { /** Told in this answer and nowhere else (R29). */ readonly accessToken: string; readonly expiresAt: string }
  >;
  readonly registerCommunities: Command<RegisterCommunitiesInput, { readonly communityIds: readonly string[] }>;
  readonly renameCommunity: Command<RenameCommunityInput, { readonly communityId: string }>;
  readonly removeCommunity: Command<RemoveCommunityInput, { readonly communityId: string }>;
  readonly bindCommunities: Command<
    BindCommunitiesInput,
    {
      readonly communityIds: readonly string[];
      readonly endedPaymentBindings: readonly EndedPaymentBinding[];
    }
  >;
  readonly unbindCommunities: Command<
    UnbindCommunitiesInput,
    {
      readonly communityIds: readonly string[];
      readonly endedPaymentBindings: readonly EndedPaymentBinding[];
    }
  >;
  readonly bindPaymentInterface: Command<
    BindPaymentInterfaceInput,
    {
      readonly communityIds: readonly string[];
      readonly paymentInterfaceId: string;
      readonly endedPaymentBindings: readonly EndedPaymentBinding[];
    }
  >;
  readonly unbindPaymentInterface: Command<UnbindPaymentInterfaceInput, { readonly communityIds: readonly string[] }>;
  readonly reconcileAuthorizations: Command<ReconcileAuthorizationsInput, ReconciliationReport>;
  readonly setAutomaticReplies: Command<SetAutomaticRepliesInput, { readonly appId: string }>;
  readonly saveMenuDraft: Command<SaveMenuDraftInput, { readonly appId: string }>;
  readonly publishMenu: Command<PublishMenuInput, { readonly appId: string }>;
  readonly importMenu: Command<ImportMenuInput, { readonly appId: string }>;
  readonly deleteMenu: Command<DeleteMenuInput, { readonly appId: string }>;
}
