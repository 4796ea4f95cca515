import { HASH_BYTES, nodeHash, type Hash } from '../merkle/hashes.js';
import type { Subtree } from '../merkle/subtrees.js';
import type { SealsFile } from './seals-file.js';

/** Levels of the tree that one level of tiles spans: 256 hashes a tile. */
const SPAN = 8;
export const TILE = 2 ** SPAN;

/** The tree's hashes, in tiles (see schema.ts). Reads are synchronous; writes belong into a transaction. */
export class Tiles {
  private readonly select;
  private readonly upsert;

  constructor(private readonly file: SealsFile) {
    this.select = file.prepare('SELECT hashes FROM tile WHERE level = ? AND number = ?');
    this.upsert = file.prepare(
      `INSERT INTO tile (level, number, hashes) VALUES (?, ?, ?)
       ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes`,
    );
  }

  /** Root of a subtree. @param remembered tiles read so far, for those who ask for many */
  root({ level, index }: Subtree, remembered = new Map<string, Buffer>()): Hash {
    const tileLevel = Math.floor(level / SPAN);
    const width = 2 ** (level % SPAN);
    const first = index * width;
    const hashes = this.read(tileLevel, Math.floor(first / TILE), remembered);
    const at = first % TILE;
    if ((at + width) * HASH_BYTES > hashes.length) {
      throw this.file.damaged(`the tree has no subtree ${index} of level ${level}`);
    }
    return combined(split(hashes.subarray(at * HASH_BYTES, (at + width) * HASH_BYTES)));
  }

  /** Adds hashes of leaves to a tree of `size`. */
  grow(size: number, leaves: readonly Hash[]): void {
    this.extend(0, size, leaves);
  }

  leaves(start: number, count: number): Hash[] {
    const found: Hash[] = [];
    while (found.length < count) {
      const at = start + found.length;
      const hashes = split(this.read(0, Math.floor(at / TILE), new Map())).slice(at % TILE);
      if (hashes.length === 0) break;
      found.push(...hashes.slice(0, count - found.length));
    }
    return found;
  }

  private extend(level: number, size: number, added: readonly Hash[]): void {
    const full: Hash[] = [];
    for (let done = 0; done < added.length;) {
      const number = Math.floor((size + done) / TILE);
      const before = (size + done) % TILE;
      const taken = added.slice(done, done + TILE - before);
      const there = before === 0 ? Buffer.alloc(0) : this.read(level, number, new Map());
      if (there.length !== before * HASH_BYTES) throw this.file.damaged(`tile ${number} of level ${level} is cut`);
      const hashes = Buffer.concat([there, ...taken]);
      this.upsert.run(level, number, hashes);
      done += taken.length;
      if (before + taken.length === TILE) full.push(combined(split(hashes)));
    }
    if (full.length > 0) this.extend(level + 1, Math.floor(size / TILE), full);
  }

  private read(level: number, number: number, remembered: Map<string, Buffer>): Buffer {
    const key = `${level}/${number}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const [row] = this.file.run(() => this.select.all(level, number)) as { hashes: ArrayBuffer }[];
    const hashes = row === undefined ? Buffer.alloc(0) : Buffer.from(row.hashes);
    remembered.set(key, hashes);
    return hashes;
  }
}

const split = (hashes: Buffer): Hash[] =>
  Array.from({ length: Math.floor(hashes.length / HASH_BYTES) }, (_, at) =>
    hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );

/** Root over hashes of neighbours, as many as a power of two. */
function combined(hashes: readonly Hash[]): Hash {
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  const half = hashes.length / 2;
  return nodeHash(combined(hashes.slice(0, half)), combined(hashes.slice(half)));
}
