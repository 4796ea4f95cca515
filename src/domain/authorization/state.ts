import type { AuthorizationRefusalCode } from './events.js';

/** A run of the QR flow that was started. */
export interface StartedAuthorization {
  /** WAITING for WeChat's result; CLAIMED while somebody exchanges it; then one of the outcomes. */
  readonly status: 'WAITING' | 'CLAIMED' | 'AUTHORIZED' | 'REFUSED';
  readonly authorizationId: string;
  readonly tenantId: string;
  /** ISO 8601. A result that comes later is accepted all the same (R1). */
  readonly expiresAt: string;
  readonly returnUrl: string | null;
  /** Claim that won; null while WAITING. */
  readonly claimId: string | null;
  /** Null unless REFUSED. */
  readonly refusal: AuthorizationRefusalCode | null;
}

/** What decisions need to know of a run; NONE for an id that was never started. */
export type AuthorizationState = { readonly status: 'NONE' } | StartedAuthorization;
