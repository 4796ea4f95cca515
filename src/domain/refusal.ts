/** One mistake in an input. `path` leads to it from the input object. */
export interface InputProblem {
  readonly code: InputProblemCode;
  readonly path: readonly string[];
  /** What the message needs to say: bounds, allowed values. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

export type InputProblemCode =
  | 'REQUIRED'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'TOO_FEW'
  | 'TOO_MANY'
  | 'OUT_OF_RANGE'
  | 'BAD_FORMAT'
  | 'DUPLICATE'
  | 'NOT_ALLOWED';

export type CommunityRefusalReason = 'NOT_FOUND' | 'NOT_BOUND' | 'BOUND_ELSEWHERE' | 'PAYMENT_BOUND_ELSEWHERE';

/** R19: a community that stood in the way, with its own reason. */
export interface RefusedCommunity {
  readonly communityId: string;
  readonly reason: CommunityRefusalReason;
  readonly appId: string | null;
  readonly paymentInterfaceId: string | null;
}

/** A binding that stands in the way: enough for both sides to see what R27 lets them see. */
export interface RemainingBinding {
  readonly communityId: string;
  readonly tenantId: string;
}

/**
 * An expected refusal, as a value: a stable code and the facts that a client needs. Messages and GraphQL types are made
 * of it at the edge.
 */
export type Refusal =
  | { readonly code: 'INVALID_INPUT'; readonly problems: readonly InputProblem[] }
  | { readonly code: 'IDEMPOTENCY_KEY_REUSED' }
  | { readonly code: 'ACCOUNT_NOT_FOUND' }
  | { readonly code: 'NOT_ACCOUNT_OWNER' }
  | { readonly code: 'ACCOUNT_NOT_AUTHORIZED'; readonly since: string | null }
  | { readonly code: 'ACCOUNT_OWNED_BY_ANOTHER' }
  /** `count` counts all; `bindings` lists the first 100 at most. */
  | { readonly code: 'BINDINGS_REMAIN'; readonly count: number; readonly bindings: readonly RemainingBinding[] }
  /** `count` counts all; `sharingIds` lists the first 100 at most. */
  | { readonly code: 'SHARINGS_REMAIN'; readonly count: number; readonly sharingIds: readonly string[] }
  | { readonly code: 'PAYMENT_INTERFACE_NOT_FOUND' }
  | { readonly code: 'MERCHANT_NUMBER_TAKEN'; readonly paymentInterfaceId: string }
  | { readonly code: 'MERCHANT_NUMBER_MISMATCH' }
  | { readonly code: 'TOO_MANY_AT_ONCE'; readonly count: number; readonly limit: number }
  | { readonly code: 'SHARE_CODES_NOT_OPEN'; readonly labels: readonly string[] }
  | { readonly code: 'SHARE_CODE_MISTYPED' }
  | { readonly code: 'SHARE_CODE_UNKNOWN' }
  | { readonly code: 'SHARE_CODE_EXPIRED'; readonly expiredAt: string }
  | { readonly code: 'SHARE_CODE_ALREADY_USED'; readonly byViewer: boolean }
  | { readonly code: 'SHARE_CODE_CANCELLED' }
  | { readonly code: 'OWN_ACCOUNT'; readonly appId: string }
  | { readonly code: 'ALREADY_SHARED'; readonly sharingId: string }
  | { readonly code: 'TOO_MANY_ATTEMPTS'; readonly retryAfterSeconds: number }
  | { readonly code: 'SHARING_NOT_FOUND' }
  | { readonly code: 'SHARING_ALREADY_ENDED'; readonly sharingId: string }
  | {
      readonly code: 'EXTERNAL_IDS_TAKEN';
      readonly externalIds: readonly string[];
      readonly communityIds: readonly string[];
    }
  | { readonly code: 'COMMUNITY_NOT_FOUND' }
  | { readonly code: 'COMMUNITIES_REFUSED'; readonly communities: readonly RefusedCommunity[] }
  /** The draft is not the one that the sender has seen; what is there now is read with the account. */
  | { readonly code: 'MENU_DRAFT_CHANGED'; readonly appId: string }
  | { readonly code: 'NO_MENU_DRAFT' }
  | { readonly code: 'WECHAT_REFUSED'; readonly errcode: number; readonly errmsg: string }
  | { readonly code: 'WECHAT_UNAVAILABLE'; readonly retryAfterSeconds: number };

export type RefusalCode = Refusal['code'];
