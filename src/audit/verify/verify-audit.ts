import type { NumberedSeal, Seal } from '../seal.js';
import type { SealReader } from '../seal-store.js';
import { checkKept } from './check-kept.js';
import { checkSeals } from './check-seals.js';
import { Comparison } from './comparison.js';
import { describeDifferences } from './describe-differences.js';
import type { FoundEvents } from './found.js';
import { Neighbours, sizesOf, tellBetween, type Finding } from './finding.js';

/** What is checked of a store of seals; `roots` is null where no inner hashes are kept that could be wrong. */
export type CheckedStore = Pick<SealReader, 'extent' | 'seals' | 'keys' | 'leafHashes'> & {
  readonly roots: SealReader['roots'] | null;
};

export interface VerifyOptions {
  /** Of the log that is checked. */
  readonly found: FoundEvents;
  readonly seals: CheckedStore;
  /** Seals that somebody kept elsewhere. */
  readonly kept: readonly Seal[];
  readonly onProgress: (done: number, total: number) => void;
}

export interface Verdict {
  /** Empty: all is as it was sealed. */
  readonly findings: readonly Finding[];
  /** In the log now, and how many of them are sealed. */
  readonly events: number;
  readonly sealed: number;
  /** Smallest tree first. */
  readonly seals: readonly Seal[];
}

/** Checks a log against its tree, the tree against its seals, and all of it against seals kept elsewhere. */
export async function verifyAudit({ found, seals, kept, onProgress }: VerifyOptions): Promise<Verdict> {
  // A server that is running adds seals meanwhile: they may be more than were counted, never fewer.
  const counted = (await seals.extent()).seals;
  const all = await allSeals(seals);
  const { size, seals: most } = await seals.extent();
  const keys = await seals.keys();
  const { good, findings } = checkSeals(all, keys, { counted, most });
  const keptInOrder = kept.toSorted((a, b) => a.treeSize - b.treeSize);
  const wanted = new Set([...good, ...kept].map(({ treeSize }) => treeSize));
  const comparison = new Comparison({ found, seals, size, wanted, onProgress });
  await comparison.run();
  const { logRoots, events } = comparison;
  return {
    findings: [
      ...findings,
      ...findingsOf(comparison, good, size),
      ...checkKept(keptInOrder, { seals: all, keys, logRoots, events }),
    ],
    events,
    sealed: good.at(-1)?.treeSize ?? 0,
    seals: all,
  };
}

function findingsOf(comparison: Comparison, good: readonly NumberedSeal[], size: number): Finding[] {
  const { treeRoots, logRoots, differences, apartFrom, unreadable, wrongNode, events, leaves } = comparison;
  const neighbours = new Neighbours(good);
  const at = (index: number): Pick<Finding, 'index' | 'eventId' | 'between'> => ({
    index,
    eventId: null,
    between: sizesOf(neighbours.of(index)),
  });
  // What a seal says of the events themselves counts more than the tree's hashes, which nobody signed one by one.
  const proved = good.findLast(({ treeSize, rootHash }) => logRoots.get(treeSize) === rootHash)?.treeSize ?? 0;
  const findings = describeDifferences(
    differences.filter(({ foundAt }) => foundAt >= proved),
    neighbours,
  );
  if (apartFrom !== null && apartFrom >= proved) {
    const message = `From event ${apartFrom} on the log is another than was sealed: ${tellBetween(neighbours.of(apartFrom))}.`;
    findings.push({ damage: 'HISTORY_REWRITTEN', message, ...at(apartFrom) });
  }
  if (unreadable !== null) {
    const message = `Event ${events} cannot be read, and nothing behind it was looked at: ${tellBetween(neighbours.of(events))}. ${unreadable}`;
    findings.push({ damage: 'EVENT_UNREADABLE', message, ...at(events) });
  }
  const wrong = unreadable === null && good.find(({ treeSize, rootHash }) => treeRoots.get(treeSize) !== rootHash);
  if (wrong) {
    const where = tellBetween(neighbours.of(wrong.treeSize - 1));
    const isTree = logRoots.get(wrong.treeSize) === wrong.rootHash;
    findings.push({
      damage: isTree ? 'TREE_CHANGED' : 'HISTORY_REWRITTEN',
      message: isTree
        ? `The tree's own hashes were changed, the events were not: ${where}.`
        : `Neither the tree nor the log is what was sealed: first ${where}.`,
      ...at(wrong.treeSize - 1),
      index: null,
    });
  } else if (wrongNode !== null || (leaves < size && unreadable === null)) {
    const first = wrongNode === null ? leaves : wrongNode.index * 2 ** wrongNode.level;
    const message = `Inner hashes of the tree were changed or are missing: ${tellBetween(neighbours.of(first))}.`;
    findings.push({ damage: 'TREE_CHANGED', message, ...at(first) });
  }
  return findings;
}

async function allSeals(seals: Pick<SealReader, 'seals'>): Promise<NumberedSeal[]> {
  const all: NumberedSeal[] = [];
  for (;;) {
    const page = await seals.seals(all.at(-1)?.treeSize ?? 0, 1_000);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
