import { foldSubtrees, subtreesOf, type Range } from './merkle/subtrees.js';
import type { Hash } from './merkle/hashes.js';
import type { SealReader } from './seal-store.js';

/** Roots of ranges of leaves, read at once, in order. */
export async function rootsOfRanges(seals: Pick<SealReader, 'roots'>, ranges: readonly Range[]): Promise<Hash[]> {
  const subtrees = ranges.map(subtreesOf);
  const hashes = await seals.roots(subtrees.flat());
  let read = 0;
  return subtrees.map(({ length }) => {
    read += length;
    return foldSubtrees(hashes.slice(read - length, read));
  });
}

/** Root of the tree of the first `size` leaves. */
export async function rootOf(seals: Pick<SealReader, 'roots'>, size: number): Promise<Hash> {
  return foldSubtrees(await seals.roots(subtreesOf({ start: 0, size })));
}
