import { createPublicKey, hash, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { AuditKey, Seal } from './seal.js';

/** What a seal's signature is over: canonical JSON, the size as a decimal text, as the API tells it. */
export const sealedText = ({ treeSize, rootHash, sealedAt, keyId }: Omit<Seal, 'signature'>): string =>
  canonicalJson({ treeSize: String(treeSize), rootHash, sealedAt, keyId });

/** Thumbprint of the public key (RFC 7638, RFC 8037 §2): nobody has to number keys, and no two share an id. */
export function keyIdOf(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' });
  return hash('sha256', canonicalJson({ crv, kty, x }), 'base64url');
}

/** Signs tree heads with an Ed25519 key. */
export class AuditSigner {
  readonly keyId: string;
  /** SPKI in PEM. */
  readonly publicKey: string;

  /** @param privateKey Ed25519 */
  constructor(private readonly privateKey: KeyObject) {
    const publicKey = createPublicKey(privateKey);
    this.keyId = keyIdOf(publicKey);
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  sign(head: Omit<Seal, 'signature' | 'keyId'>): Seal {
    const unsigned = { ...head, keyId: this.keyId };
    return {
      ...unsigned,
      signature: sign(null, Buffer.from(sealedText(unsigned)), this.privateKey).toString('base64'),
    };
  }
}

/** Whether one of the keys signed the seal. */
export function isSigned(seal: Seal, keys: readonly Pick<AuditKey, 'keyId' | 'publicKey'>[]): boolean {
  const key = keys.find(({ keyId }) => keyId === seal.keyId);
  if (key === undefined) return false;
  try {
    return verify(null, Buffer.from(sealedText(seal)), key.publicKey, Buffer.from(seal.signature, 'base64'));
  } catch {
    // The key cannot be read: nothing is signed with it.
    return false;
  }
}

/** The keys as a JWKS (RFC 7517, RFC 8037), the one in use first. */
export function jwksOf(keys: readonly AuditKey[]): { readonly keys: readonly JsonWebKey[] } {
  const inUseFirst = keys.toSorted((a, b) => Number(a.until !== null) - Number(b.until !== null));
  return {
    keys: inUseFirst.map(({ keyId, publicKey }) => ({
      ...createPublicKey(publicKey).export({ format: 'jwk' }),
      kid: keyId,
      use: 'sig',
      alg: 'EdDSA',
    })),
  };
}
