import { emptyRoot, nodeHash, type Hash } from './hashes.js';

/** A complete subtree: 2^level leaves, the first of them being leaf `index` · 2^level. It never changes. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Leaves from `start` on, as many as `size`: at least one. */
export interface Range {
  readonly start: number;
  readonly size: number;
}

/** Largest power of two below `size`, which is at least 2: where RFC 6962 §2.1 splits a tree. */
export function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/**
 * The complete subtrees that a range of RFC 6962's recursion consists of, from left to right, the larger ones first. A
 * tree of n leaves has one for each 1 among the binary digits of n.
 */
export function subtreesOf({ start, size }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  let at = start;
  for (let left = size; left > 0;) {
    const level = Math.floor(Math.log2(left));
    const leaves = 2 ** level;
    subtrees.push({ level, index: at / leaves });
    at += leaves;
    left -= leaves;
  }
  return subtrees;
}

/** Root over the roots of a range's subtrees, given from left to right. */
export function foldSubtrees(hashes: readonly Hash[]): Hash {
  return hashes.length === 0 ? emptyRoot() : hashes.reduceRight((right, left) => nodeHash(left, right));
}
