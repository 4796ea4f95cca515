import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import { TokenKeysUnavailableError } from './errors.js';

/** Whose signatures count. */
export type Trust = { readonly jwksUrl: string } | { readonly publicKey: string } | { readonly jwk: JWK };

export interface TrustedKeys {
  /** Fixed by the kind of key: a public key never serves as an HMAC secret, and `none` is no algorithm. */
  readonly algorithms: readonly string[];
  /** The key for a token's header. @throws TokenKeysUnavailableError when the issuer does not answer */
  readonly keyFor: JWTVerifyGetKey;
}

const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const EDWARDS = ['EdDSA', 'Ed25519'];

export function trustedKeys(trust: Trust): TrustedKeys {
  if ('jwksUrl' in trust) return remoteKeys(new URL(trust.jwksUrl));
  const key =
    'jwk' in trust ? createPublicKey({ key: publicPart(trust.jwk), format: 'jwk' }) : createPublicKey(trust.publicKey);
  return { algorithms: algorithmsOf(key), keyFor: () => Promise.resolve(key) };
}

/** Fetched when needed, kept, and fetched again when a token names a key that is not there. */
function remoteKeys(url: URL): TrustedKeys {
  const keys = createRemoteJWKSet(url);
  return {
    algorithms: [...RSA, ...Object.values(CURVES), ...EDWARDS],
    keyFor: async (header, token) => {
      try {
        return await keys(header, token);
      } catch (error) {
        if (isAboutToken(error)) throw error;
        throw new TokenKeysUnavailableError({ cause: error });
      }
    },
  };
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

function publicPart({ kty, crv, x, y, n, e }: JWK): JsonWebKey {
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JsonWebKey;
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  if (asymmetricKeyType === 'rsa') return RSA;
  if (asymmetricKeyType === 'ed25519') return EDWARDS;
  const algorithm = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  return algorithm === undefined ? [] : [algorithm];
}
