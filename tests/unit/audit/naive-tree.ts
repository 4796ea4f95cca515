import { hash } from 'node:crypto';
import type { Hash } from '../../../src/audit/merkle/hashes.js';
import type { Subtree } from '../../../src/audit/merkle/subtrees.js';

const sha256 = (...parts: readonly Uint8Array[]): Hash => hash('sha256', Buffer.concat(parts), 'buffer');

/** RFC 6962 §2.1, word for word: MTH of leaf hashes. */
export function naiveRoot(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.from([1]), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** Leaf hashes that are told apart. */
export const someLeaves = (count: number): Hash[] =>
  Array.from({ length: count }, (_, at) => sha256(Buffer.from(`leaf ${at}`)));

/** Reads roots of complete subtrees from all leaves. */
export const naiveSeals = (leaves: readonly Hash[]) => ({
  roots: (subtrees: readonly Subtree[]): Promise<Hash[]> =>
    Promise.resolve(
      subtrees.map(({ level, index }) => naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))),
    ),
});
