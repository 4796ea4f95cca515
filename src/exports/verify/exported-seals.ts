import { HASH_BYTES, type Hash } from '../../audit/merkle/hashes.js';
import type { AuditKey, NumberedSeal } from '../../audit/seal.js';
import type { TreeExtent } from '../../audit/seal-store.js';
import type { CheckedStore } from '../../audit/verify/verify-audit.js';
import { LEAVES_A_LINE, keyShape, kindOf, leavesShape, sealShape, type WholeHeader } from '../format/contents.js';
import { parseLine } from '../format/line.js';
import { linesIn } from './open.js';

/** So many lines further than the header says, keys and seals are looked for: some may have been added. */
const SLACK = 16;
/** Stands for the leaf of a line that is missing: no event has it. */
const UNKNOWN: Hash = Buffer.alloc(HASH_BYTES, 0xff);

/** Keys, seals and leaf hashes of a whole export, as far as they can be read. */
export class ExportedSeals implements CheckedStore {
  /** An export has no inner hashes. */
  readonly roots = null;
  private readonly hashes: AsyncIterator<Hash, void>;

  private constructor(
    path: string,
    private readonly header: WholeHeader,
    private readonly known: { readonly keys: readonly AuditKey[]; readonly seals: readonly NumberedSeal[] },
  ) {
    this.hashes = toldLeaves(path, header.leaves);
  }

  static async of(path: string, header: WholeHeader): Promise<ExportedSeals> {
    const keys: AuditKey[] = [];
    const seals: NumberedSeal[] = [];
    const last = 1 + header.keys + header.seals + SLACK;
    for await (const lines of linesIn(path)) {
      for (const { bytes, number } of lines) {
        const content = number > last ? undefined : parseLine(bytes)?.content;
        const key = keyShape.safeParse(content?.['key']);
        const seal = sealShape.safeParse(content?.['seal']);
        if (key.success) keys.push(key.data);
        else if (seal.success) seals.push(seal.data);
      }
      if ((lines.at(-1)?.number ?? 0) >= last) break;
    }
    seals.sort((a, b) => a.treeSize - b.treeSize);
    return new ExportedSeals(path, header, { keys, seals });
  }

  extent(): Promise<TreeExtent> {
    return Promise.resolve({ size: this.header.leaves, cursor: null, seals: this.header.seals });
  }

  keys(): Promise<readonly AuditKey[]> {
    return Promise.resolve(this.known.keys);
  }

  seals(after: number, limit: number): Promise<readonly NumberedSeal[]> {
    const { seals } = this.known;
    let [low, high] = [0, seals.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((seals[middle]?.treeSize ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return Promise.resolve(seals.slice(low, low + limit));
  }

  /** The next ones: they are read once, from the first to the last. */
  async leafHashes(_start: number, count: number): Promise<readonly Hash[]> {
    const hashes: Hash[] = [];
    while (hashes.length < count) {
      const next = await this.hashes.next();
      if (next.done === true) break;
      hashes.push(next.value);
    }
    return hashes;
  }

  /** The file is let go. */
  async close(): Promise<void> {
    await this.hashes.return?.();
  }
}

/** Leaf hashes in order. For a line that is missing or unreadable stands what fits no event. */
async function* toldLeaves(path: string, size: number): AsyncGenerator<Hash, void> {
  let told = 0;
  for await (const lines of linesIn(path)) {
    for (const { bytes } of lines) {
      // Only these are looked into: they are few, and so is what begins like them.
      if (!bytes.subarray(0, PREFIX.length).equals(PREFIX)) continue;
      const content = parseLine(bytes)?.content ?? {};
      const { success, data } = leavesShape.safeParse(kindOf(content) === 'leaves' ? content['leaves'] : undefined);
      if (!success || data.number * LEAVES_A_LINE < told) continue;
      for (; told < data.number * LEAVES_A_LINE && told < size; told += 1) yield UNKNOWN;
      for (const hash of data.hashes) {
        if (told === size) return;
        told += 1;
        yield Buffer.from(hash, 'hex');
      }
    }
  }
  for (; told < size; told += 1) yield UNKNOWN;
}

const PREFIX = Buffer.from('{"leaves":');
