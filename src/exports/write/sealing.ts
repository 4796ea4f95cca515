import { consistencyRanges, inclusionRanges } from '../../audit/merkle/proofs.js';
import type { SealReader } from '../../audit/seal-store.js';
import type { NumberedSeal, Seal } from '../../audit/seal.js';
import { rootsOfRanges } from '../../audit/tree.js';
import type { StoredEvent } from '../../event-store/port.js';
import { toldSeal, type Proof } from '../format/contents.js';
import { formatLine } from '../format/line.js';
import { RememberedTree } from './remembered-tree.js';

/**
 * Seals of a part, smallest tree first: those that its events are proved under, those that the reader keeps, and the
 * newest. Each is linked to the one in front of it, so that whoever keeps any of them holds all in front of that fast.
 */
export class PartSeals {
  readonly #tree: RememberedTree;
  #last: NumberedSeal | null = null;
  /** Kept seals that are not told yet, smallest first. */
  #kept: readonly Seal[];
  told = 0;

  /** @param newest where the export ends */
  constructor(
    private readonly seals: SealReader,
    private readonly newest: NumberedSeal,
    kept: readonly Seal[],
  ) {
    this.#tree = new RememberedTree(seals);
    this.#kept = kept.toSorted((a, b) => a.treeSize - b.treeSize);
  }

  /** The event's proof under the first seal that covers it, as the API tells it; null where none does yet. */
  async proofOf(event: StoredEvent): Promise<Proof | null> {
    const [index = null] = await this.seals.indexesOf([event.cursor]);
    if (index === null || index >= this.newest.treeSize) return null;
    const covering = this.#last !== null && this.#last.treeSize > index ? this.#last : await this.#above(index);
    if (covering === null) return null;
    const path = await rootsOfRanges(this.#tree, inclusionRanges(index, covering.treeSize));
    return { index, treeSize: covering.treeSize, path: path.map((hash) => hash.toString('hex')) };
  }

  /** Lines of the seals up to this size that were not told yet. */
  async *linesUpTo(treeSize: number): AsyncGenerator<string, void> {
    while (this.#last === null || this.#last.treeSize < treeSize) {
      const { treeSize: wanted = treeSize } = this.#kept[0] ?? {};
      if (wanted < treeSize) this.#kept = this.#kept.slice(1);
      const size = Math.min(wanted, treeSize);
      if (size <= (this.#last?.treeSize ?? 0)) continue;
      const seal = await this.#above(size - 1);
      if (seal?.treeSize === size) yield await this.#line(seal);
      // A size that was never sealed here: whoever kept a seal of it will miss that.
      else if (size === treeSize) return;
    }
  }

  async *rest(): AsyncGenerator<string, void> {
    yield* this.linesUpTo(this.newest.treeSize);
  }

  async #line(seal: NumberedSeal): Promise<string> {
    const from = this.#last?.treeSize ?? null;
    const path = from === null ? [] : await rootsOfRanges(this.#tree, consistencyRanges(from, seal.treeSize));
    const consistency = from === null ? null : { from: String(from), path: path.map((hash) => hash.toString('hex')) };
    this.#last = seal;
    this.told += 1;
    return formatLine({ seal: { ...toldSeal(seal), consistency } });
  }

  async #above(index: number): Promise<NumberedSeal | null> {
    const [seal = null] = await this.seals.seals(index, 1);
    return seal;
  }
}
