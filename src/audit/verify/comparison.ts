import { EventStoreDamagedError } from '../../event-store/errors.js';
import { GrowingTree } from '../merkle/growing-tree.js';
import type { Hash } from '../merkle/hashes.js';
import type { Subtree } from '../merkle/subtrees.js';
import type { SealReader } from '../seal-store.js';
import { distanceToAgreement, type Difference } from './differences.js';
import type { Found, FoundEvents } from './found.js';
import { Lookahead } from './lookahead.js';

export interface ComparisonOptions {
  readonly found: FoundEvents;
  readonly seals: Pick<SealReader, 'leafHashes'> & { readonly roots: SealReader['roots'] | null };
  /** How many leaves the tree says it has. */
  readonly size: number;
  /** Sizes whose roots are wanted. */
  readonly wanted: ReadonlySet<number>;
  readonly onProgress: (done: number, total: number) => void;
}

const LEAVES_AT_ONCE = 2_048;
const TELL_EVERY = 1_000;
/** Levels whose nodes are stored, see the store's tiles; the others are worked out from them. */
const isStored = ({ level }: Subtree): boolean => level % 8 === 0;

/** One pass over the log and the tree, side by side. */
export class Comparison {
  readonly differences: Difference[] = [];
  /** Roots in lower-case hex over the tree's own leaves, and over the events as they are, by size. */
  readonly treeRoots = new Map<number, string>();
  readonly logRoots = new Map<number, string>();
  /** Where log and tree went apart for good; null where they did not. */
  apartFrom: number | null = null;
  /** Why the log cannot be read to its end; null where it can. */
  unreadable: string | null = null;
  /** A stored node that is not what its leaves make it. */
  wrongNode: Subtree | null = null;

  readonly #tree = new GrowingTree();
  /** Of the events as they are; null as long as that is the same tree. */
  #log: GrowingTree | null = null;
  #nodes: { readonly subtree: Subtree; readonly root: Hash }[] = [];

  constructor(private readonly options: ComparisonOptions) {}

  get events(): number {
    return (this.#log ?? this.#tree).size;
  }

  get leaves(): number {
    return this.#tree.size;
  }

  async run(): Promise<void> {
    const log = new Lookahead(this.#found());
    const tree = new Lookahead(this.#sealed());
    try {
      await this.#compare(log, tree);
    } finally {
      await log.close();
      await tree.close();
    }
  }

  async #compare(log: Lookahead<Found>, tree: Lookahead<Hash>): Promise<void> {
    for (;;) {
      const [found, sealed] = [log.next ?? (await log.peek()), tree.next ?? (await tree.peek())];
      if (found === undefined && (sealed === undefined || this.unreadable !== null)) break;
      if (found !== undefined && sealed !== undefined && found.hash.equals(sealed)) {
        this.#take(found.hash, sealed);
        log.take();
        tree.take();
      } else if (sealed === undefined || this.apartFrom !== null) {
        // Not sealed yet, or nothing to compare it with any more.
        this.#take(found?.hash ?? null, sealed ?? null);
        log.take();
        if (sealed !== undefined) tree.take();
      } else {
        await this.#differ(log, tree);
      }
      if (this.#nodes.length >= TELL_EVERY) await this.#checkNodes();
      if (this.events % TELL_EVERY === 0) this.#tell();
    }
    await this.#checkNodes();
    this.#tell();
  }

  async #differ(log: Lookahead<Found>, tree: Lookahead<Hash>): Promise<void> {
    const distance = (await log.peek()) === undefined ? ([0, 1] as const) : await distanceToAgreement(log, tree);
    if (distance === null) {
      this.apartFrom = this.events;
      return;
    }
    const [fromLog, fromTree] = distance;
    for (let at = 0; at < Math.max(fromLog, fromTree); at += 1) {
      const found = at < fromLog ? (log.next ?? null) : null;
      const sealed = at < fromTree ? (tree.next ?? null) : null;
      this.differences.push({ foundAt: this.events, sealedAt: this.leaves, found, sealed });
      this.#take(found?.hash ?? null, sealed);
      if (found !== null) log.take();
      if (sealed !== null) tree.take();
    }
  }

  #take(found: Hash | null, sealed: Hash | null): void {
    const same = this.#log === null && found !== null && sealed !== null && found.equals(sealed);
    if (!same) this.#log ??= new GrowingTree(this.#tree);
    if (sealed !== null) {
      this.#tree.add(sealed, (subtree, root) => {
        if (this.options.seals.roots !== null && isStored(subtree)) this.#nodes.push({ subtree, root });
      });
      this.#keepRoot(this.#tree, this.treeRoots);
      if (same) this.#keepRoot(this.#tree, this.logRoots);
    }
    if (found !== null && this.#log !== null) {
      this.#log.add(found);
      this.#keepRoot(this.#log, this.logRoots);
    }
  }

  #keepRoot(tree: GrowingTree, roots: Map<number, string>): void {
    if (this.options.wanted.has(tree.size)) roots.set(tree.size, tree.root().toString('hex'));
  }

  async #checkNodes(): Promise<void> {
    const nodes = this.#nodes;
    this.#nodes = [];
    const stored = (await this.options.seals.roots?.(nodes.map(({ subtree }) => subtree))) ?? [];
    this.wrongNode ??= nodes.find(({ root }, at) => stored[at]?.equals(root) !== true)?.subtree ?? null;
  }

  #tell(): void {
    this.options.onProgress(Math.min(this.events, this.options.size), this.options.size);
  }

  async *#found(): AsyncGenerator<readonly Found[], void> {
    try {
      yield* this.options.found;
    } catch (error) {
      if (!(error instanceof EventStoreDamagedError)) throw error;
      this.unreadable = error.message;
    }
  }

  async *#sealed(): AsyncGenerator<readonly Hash[], void> {
    const { seals, size } = this.options;
    for (let at = 0; at < size;) {
      const hashes = await seals.leafHashes(at, Math.min(LEAVES_AT_ONCE, size - at));
      if (hashes.length === 0) return;
      yield hashes;
      at += hashes.length;
    }
  }
}
