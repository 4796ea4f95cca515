import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * WeChat's signature (wechat protocol §1.1): SHA-1 of the sorted texts without anything between them, in lower-case hex.
 * Over token, time stamp and nonce it is `signature`; with the ciphertext as the fourth text it is `msg_signature`.
 */
export const signatureOf = (...texts: readonly string[]): string =>
  createHash('sha1').update(texts.toSorted().join('')).digest('hex');

/** Takes as long for a signature that is nearly right as for any other. */
export function isSignature(given: string, ...texts: readonly string[]): boolean {
  const expected = Buffer.from(signatureOf(...texts));
  const presented = Buffer.from(given);
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}
