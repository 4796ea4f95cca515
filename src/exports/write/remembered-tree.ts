import { LRUCache } from 'lru-cache';
import { nodeHash, type Hash } from '../../audit/merkle/hashes.js';
import type { Subtree } from '../../audit/merkle/subtrees.js';
import type { SealReader } from '../../audit/seal-store.js';

/** Some 10 MB. */
const REMEMBERED = 60_000;
/** Leaf hashes read at a time. */
const LEAVES = 256;
/** Up to this level subtrees are worked out from their leaves; above it the store is asked for them. */
const LOW = 8;

const keyOf = ({ level, index }: Subtree): string => `${level}/${index}`;

/** Roots of subtrees, remembered: paths of neighbouring leaves have most of theirs in common. */
export class RememberedTree implements Pick<SealReader, 'roots'> {
  private readonly known = new LRUCache<string, Hash>({ max: REMEMBERED });

  constructor(private readonly seals: Pick<SealReader, 'roots' | 'leafHashes'>) {}

  async roots(subtrees: readonly Subtree[]): Promise<readonly Hash[]> {
    const roots: Hash[] = [];
    // Most are known: a wait for each would cost more than all the rest.
    for (const subtree of subtrees) roots.push(this.known.get(keyOf(subtree)) ?? (await this.root(subtree)));
    return roots;
  }

  private async root(subtree: Subtree): Promise<Hash> {
    const known = this.known.get(keyOf(subtree));
    if (known !== undefined) return known;
    const root = await this.work(subtree);
    this.known.set(keyOf(subtree), root);
    return root;
  }

  private async work({ level, index }: Subtree): Promise<Hash> {
    if (level === 0) return this.leaf(index);
    if (level > LOW) return (await this.seals.roots([{ level, index }]))[0] ?? missing(level, index);
    const [left, right] = [
      { level: level - 1, index: 2 * index },
      { level: level - 1, index: 2 * index + 1 },
    ];
    return nodeHash(await this.root(left), await this.root(right));
  }

  private async leaf(index: number): Promise<Hash> {
    const first = index - (index % LEAVES);
    const hashes = await this.seals.leafHashes(first, LEAVES);
    hashes.forEach((hash, at) => this.known.set(keyOf({ level: 0, index: first + at }), hash));
    return hashes[index - first] ?? missing(0, index);
  }
}

function missing(level: number, index: number): never {
  throw new Error(`The tree has no subtree ${index} of level ${level}.`);
}
