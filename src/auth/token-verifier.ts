import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { viewerOf } from './claims.js';
import { UnauthenticatedError } from './errors.js';
import { trustedKeys, type Trust } from './trusted-keys.js';
import type { Viewer } from './viewer.js';

export interface TokenVerifierOptions {
  readonly trust: Trust;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface TokenVerifier {
  /**
   * Who a bearer token speaks for. The same viewer object comes again while the token is remembered.
   *
   * @throws UnauthenticatedError when it is not valid
   * @throws TokenKeysUnavailableError when that cannot be told now
   */
  verify(token: string): Promise<Viewer>;
}

/** Difference of clocks between issuer and us, seconds. */
const CLOCK_TOLERANCE = 5;
/** A verified token is not verified again for this long: a key that the issuer withdraws stops working after it. */
const REMEMBERED_MS = 5 * 60_000;
const LONGEST_TOKEN = 8_192;

export function createTokenVerifier({ trust, issuer, audience, now = Date.now }: TokenVerifierOptions): TokenVerifier {
  const { algorithms, keyFor } = trustedKeys(trust);
  const remembered = new LRUCache<string, Viewer>({ max: 10_000 });

  const check = async (token: string): Promise<Viewer> => {
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        algorithms: [...algorithms],
        issuer,
        audience,
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now()),
      });
      return viewerOf(payload);
    } catch (error) {
      throw error instanceof errors.JOSEError ? new UnauthenticatedError(reasonOf(error)) : error;
    }
  };

  return {
    async verify(token) {
      if (token.length > LONGEST_TOKEN) throw new UnauthenticatedError('The token is too long.');
      const key = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(key);
      if (known && now() < (known.expiresAt + CLOCK_TOLERANCE) * 1_000) return known;
      const viewer = await check(token);
      remembered.set(key, viewer, { ttl: REMEMBERED_MS });
      return viewer;
    },
  };
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The token's claim ${error.claim} is missing or does not fit.`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is signed with an algorithm that is not accepted.';
  return 'The token is malformed or not signed by the issuer.';
}
