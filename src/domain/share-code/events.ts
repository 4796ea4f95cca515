import type { DomainEvent } from '../event.js';

/**
 * Stored names and shapes of the stream `sharecode-{digest}`. The digest is keyed (HMAC-SHA-256, 64 hex digits); the
 * code itself is stored nowhere (R8).
 */

interface OfCode {
  readonly digest: string;
  /** First ten characters of the digest: the code's short name. */
  readonly label: string;
  readonly appId: string;
  readonly tenure: number;
  readonly owner: string;
}

/** Place among the codes that one command touched: the last one stands for all in a feed. */
export interface BatchPlace {
  readonly index: number;
  readonly size: number;
}

export type ShareCodeGenerated = DomainEvent<
  'ShareCodeGenerated',
  OfCode & {
    /** 24 hours after generation (R10), ISO 8601. */
    readonly expiresAt: string;
    /** Version of the secret that the code was derived from. */
    readonly secretVersion: number;
    readonly batch: BatchPlace;
  }
>;

export type ShareCodeRedeemed = DomainEvent<
  'ShareCodeRedeemed',
  OfCode & { readonly recipient: string; readonly sharingId: string }
>;

export type ShareCodeCancelled = DomainEvent<'ShareCodeCancelled', OfCode & { readonly batch: BatchPlace }>;

export type ShareCodeEvent = ShareCodeGenerated | ShareCodeRedeemed | ShareCodeCancelled;
