import { hash } from 'node:crypto';

/** SHA-256: 32 bytes. */
export type Hash = Buffer;
export const HASH_BYTES = 32;

/** RFC 6962 §2.1: SHA-256(0x00 ‖ leaf), of the leaf's UTF-8. */
export const leafHash = (leaf: string): Hash => sha256(`\u0000${leaf}`);

const node = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). @throws RangeError unless both are hashes */
export function nodeHash(left: Hash, right: Hash): Hash {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('A hash has 32 bytes.');
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/** RFC 6962 §2.1: what a tree without leaves has for a root. */
export const emptyRoot = (): Hash => sha256('');

/** By way of a text: memory for each buffer by itself would cost more than the hash. */
const sha256 = (input: Buffer | string): Hash => Buffer.from(hash('sha256', input, 'binary'), 'binary');
