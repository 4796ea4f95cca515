import { HASH_BYTES, nodeHash, type Hash } from './hashes.js';
import { splitOf, type Range } from './subtrees.js';

/**
 * Ranges whose roots are the audit path of a leaf in a tree of `size` leaves, lowest first (RFC 6962 §2.1.1).
 * Requires 0 ≤ index < size.
 */
export function inclusionRanges(index: number, size: number, start = 0): Range[] {
  if (size === 1) return [];
  const half = splitOf(size);
  return index < half
    ? [...inclusionRanges(index, half, start), { start: start + half, size: size - half }]
    : [...inclusionRanges(index - half, size - half, start + half), { start, size: half }];
}

/**
 * Ranges whose roots prove that the tree of `to` leaves begins with that of `from` leaves (RFC 6962 §2.1.2). Requires
 * 1 ≤ from ≤ to; of a tree with itself there is nothing to prove.
 */
export const consistencyRanges = (from: number, to: number): Range[] => subProof(from, { start: 0, size: to }, true);

/** @param known whether the verifier knows the root of this range: it is the earlier tree */
function subProof(from: number, { start, size }: Range, known: boolean): Range[] {
  if (from === size) return known ? [] : [{ start, size }];
  const half = splitOf(size);
  const [left, right] = [
    { start, size: half },
    { start: start + half, size: size - half },
  ];
  return from <= half ? [...subProof(from, left, known), right] : [...subProof(from - half, right, false), left];
}

/** Root that the path leads to from the leaf; null where a path of this length cannot be (RFC 9162 §2.1.3.2). */
export function rootFromPath(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | null {
  if (index >= size) return null;
  if (size === 1) return path.length === 0 ? leaf : null;
  const [rest, sibling] = [path.slice(0, -1), path.at(-1)];
  if (sibling === undefined) return null;
  const half = splitOf(size);
  const own =
    index < half ? rootFromPath(leaf, index, half, rest) : rootFromPath(leaf, index - half, size - half, rest);
  if (own === null) return null;
  return index < half ? nodeHash(own, sibling) : nodeHash(sibling, own);
}

/** Whether the proof shows that the tree with root `later` begins with the tree with root `earlier`. */
export function isConsistent(
  earlier: { readonly size: number; readonly root: Hash },
  later: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (earlier.size < 1 || earlier.size > later.size || earlier.root.length !== HASH_BYTES) return false;
  const roots = rootsFromProof(earlier.size, later.size, proof, earlier.root);
  return roots !== null && roots.earlier.equals(earlier.root) && roots.later.equals(later.root);
}

/** @param known root of the range's earlier part, where that is the whole earlier tree; null inside it */
function rootsFromProof(
  from: number,
  to: number,
  proof: readonly Hash[],
  known: Hash | null,
): { readonly earlier: Hash; readonly later: Hash } | null {
  if (from === to) {
    const [root, ...more] = known === null ? proof : [known, ...proof];
    return root === undefined || more.length > 0 ? null : { earlier: root, later: root };
  }
  const [rest, beside] = [proof.slice(0, -1), proof.at(-1)];
  if (beside === undefined) return null;
  const half = splitOf(to);
  if (from <= half) {
    const left = rootsFromProof(from, half, rest, known);
    return left && { earlier: left.earlier, later: nodeHash(left.later, beside) };
  }
  const right = rootsFromProof(from - half, to - half, rest, null);
  return right && { earlier: nodeHash(beside, right.earlier), later: nodeHash(beside, right.later) };
}
