/** What every event of a code says of it. */
export interface ShareCodeFacts {
  /** Keyed digest of the code: 64 hex digits. */
  readonly digest: string;
  readonly label: string;
  readonly appId: string;
  /** Tenure of the account in which it was issued (R7). */
  readonly tenure: number;
  readonly owner: string;
}

export interface IssuedShareCode extends ShareCodeFacts {
  readonly status: 'OPEN' | 'REDEEMED' | 'CANCELLED';
  /** ISO 8601. Whether an OPEN one has expired is computed when asked (R10). */
  readonly expiresAt: string;
  /** Tenant that used it. */
  readonly redeemedBy: string | null;
}

/** What decisions need to know of a share code; NONE for a digest that was never issued. */
export type ShareCodeState = { readonly status: 'NONE' } | IssuedShareCode;
