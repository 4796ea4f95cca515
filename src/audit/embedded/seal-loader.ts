import { existsSync, rmSync } from 'node:fs';
import type { AuditKey, NumberedSeal } from '../seal.js';
import { SealStoreError, type Leaf, type SealLoader } from '../seal-store.js';
import { EmbeddedSeals, openEmbeddedSealReader } from './embedded-seals.js';
import { sealsPath } from './schema.js';
import { SealsFile } from './seals-file.js';

/** @throws SealStoreError where a private folder has seals, or leaves of a log: they are never thrown away unasked */
export async function checkNothingSealed(privateDir: string): Promise<void> {
  if (!existsSync(sealsPath(privateDir))) return;
  const reader = await openEmbeddedSealReader(privateDir);
  try {
    const { size, seals } = await reader.extent();
    if (size === 0 && seals === 0) return;
    throw new SealStoreError('NOT_EMPTY', `There are seals in ${sealsPath(privateDir)} already; nothing was changed.`);
  } finally {
    await reader.close();
  }
}

/** Begins a store of seals anew in a private folder; what is there is removed. @throws SealStoreError */
export function openEmbeddedSealLoader(privateDir: string): Promise<SealLoader> {
  return attempt(() => {
    const path = sealsPath(privateDir);
    remove(path);
    return new EmbeddedSealLoader(path, SealsFile.openToLoad(path));
  });
}

class EmbeddedSealLoader implements SealLoader {
  private readonly store: EmbeddedSeals;
  private readonly insertKey;
  private readonly insertSeal;
  private readonly countSeals;

  constructor(
    private readonly path: string,
    private readonly file: SealsFile,
  ) {
    this.store = new EmbeddedSeals(file);
    this.insertKey = file.prepare('INSERT INTO key (key_id, public_key, since, until) VALUES (?, ?, ?, ?)');
    this.insertSeal = file.prepare(
      'INSERT INTO seal (numbered, tree_size, root_hash, sealed_at, key_id, signature) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.countSeals = file.prepare('UPDATE extent SET seals = (SELECT count(*) FROM seal)');
  }

  addKeys(keys: readonly AuditKey[]): Promise<void> {
    return this.transact(() => {
      for (const { keyId, publicKey, since, until } of keys) this.insertKey.run(keyId, publicKey, since, until);
    });
  }

  addSeals(seals: readonly NumberedSeal[]): Promise<void> {
    return this.transact(() => {
      for (const { number, treeSize, rootHash, sealedAt, keyId, signature } of seals) {
        this.insertSeal.run(number, treeSize, rootHash, sealedAt, keyId, signature);
      }
    });
  }

  seals(after: number, limit: number): Promise<readonly NumberedSeal[]> {
    return this.store.seals(after, limit);
  }

  grow(size: number, leaves: readonly Leaf[]): Promise<void> {
    return this.store.grow(size, leaves);
  }

  async complete(): Promise<void> {
    await this.transact(() => this.countSeals.run());
    this.file.settle();
    this.file.close();
  }

  abandon(): Promise<void> {
    return attempt(() => {
      this.file.close();
      remove(this.path);
    });
  }

  private transact(work: () => unknown): Promise<void> {
    return attempt(() => void this.file.transact(work));
  }
}

function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

const attempt = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));
