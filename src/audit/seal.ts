/** A signed tree head. */
export interface Seal {
  /** How many events it covers: leaves 0 to treeSize - 1. */
  readonly treeSize: number;
  /** RFC 6962, lower-case hex. */
  readonly rootHash: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly sealedAt: string;
  /** Names the key, see `keyIdOf`. */
  readonly keyId: string;
  /** Ed25519, base64, over `sealedText`. */
  readonly signature: string;
}

/** A seal with its number among all seals, from 1 without a gap: one that was taken out is missed. */
export interface NumberedSeal extends Seal {
  readonly number: number;
}

/** A public key that seals were or are signed with. */
export interface AuditKey {
  readonly keyId: string;
  /** SPKI in PEM. */
  readonly publicKey: string;
  readonly since: string;
  /** When another key took its place; null while it is in use. */
  readonly until: string | null;
}
