import type { TrailDocument } from '../../../projections/documents.js';
import { leafOf } from '../../audit/leaf.js';
import { leafHash } from '../../audit/merkle/hashes.js';
import { inclusionRanges, rootFromPath } from '../../audit/merkle/proofs.js';
import type { Seal } from '../../audit/seal.js';
import type { SealReader } from '../../audit/seal-store.js';
import { rootsOfRanges } from '../../audit/tree.js';
import { sealView } from './seals.js';
import type { AuditProofView } from './views.js';

type Seals = Pick<SealReader, 'indexesOf' | 'seals' | 'roots'>;

/**
 * Proofs of the events, in order, each against the first seal that covers it, so that an event keeps its proof; null
 * where none does yet, and an error where the tree does not hold the event as the trail tells it.
 */
export async function proofsOf(
  seals: Seals | null,
  events: readonly TrailDocument[],
): Promise<(AuditProofView | null | Error)[]> {
  if (seals === null) return events.map(() => null);
  const indexes = await seals.indexesOf(events.map(({ cursor }) => cursor));
  const covering = await coveringSeals(seals, indexes);
  const places = indexes.map((index) => {
    const seal = index === null ? undefined : covering.get(index);
    return index === null || seal === undefined ? null : { index, seal };
  });
  const ranges = places.map((place) => (place === null ? [] : inclusionRanges(place.index, place.seal.treeSize)));
  const roots = await rootsOfRanges(seals, ranges.flat());
  let read = 0;
  return events.map((event, at) => {
    const length = ranges[at]?.length ?? 0;
    read += length;
    const place = places[at] ?? null;
    if (place === null) return null;
    const path = roots.slice(read - length, read);
    const leaf = leafOf(event);
    const root = rootFromPath(leafHash(leaf), place.index, place.seal.treeSize, path);
    if (root?.toString('hex') !== place.seal.rootHash) {
      return new Error(`Event ${event.id} is not what was sealed. Run verify-audit.`);
    }
    const hex = path.map((hash) => hash.toString('hex'));
    return { leaf, leafIndex: String(place.index), path: hex, seal: sealView(place.seal) };
  });
}

/** The first seal that covers each leaf; those that none covers are left out. */
async function coveringSeals(
  seals: Pick<SealReader, 'seals'>,
  indexes: readonly (number | null)[],
): Promise<ReadonlyMap<number, Seal>> {
  const covering = new Map<number, Seal>();
  let seal: Seal | undefined;
  for (const index of indexes.filter((one) => one !== null).toSorted((a, b) => a - b)) {
    // Neighbours are usually covered by the same one.
    if (seal === undefined || seal.treeSize <= index) [seal] = await seals.seals(index, 1);
    if (seal === undefined) break;
    covering.set(index, seal);
  }
  return covering;
}
