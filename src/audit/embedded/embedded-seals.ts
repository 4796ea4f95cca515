import { parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { Hash } from '../merkle/hashes.js';
import type { Subtree } from '../merkle/subtrees.js';
import type { AuditKey, NumberedSeal, Seal } from '../seal.js';
import { SealStoreError, type Leaf, type SealReader, type SealStore, type TreeExtent } from '../seal-store.js';
import { Places } from './places.js';
import { sealsPath } from './schema.js';
import { SealsFile } from './seals-file.js';
import { Tiles } from './tiles.js';

/** Opens `seals.db` of a private folder to write and read, and makes it if there is none. @throws SealStoreError */
export const openEmbeddedSeals = (privateDir: string): Promise<SealStore> =>
  attempt(() => new EmbeddedSeals(SealsFile.openToWrite(sealsPath(privateDir))));

/** Opens it to read only, beside whoever writes it. @throws SealStoreError, also where there is none */
export const openEmbeddedSealReader = (privateDir: string): Promise<SealReader> =>
  attempt(() => new EmbeddedSeals(SealsFile.openToRead(sealsPath(privateDir))));

const SEAL =
  'numbered AS number, tree_size AS treeSize, root_hash AS rootHash, sealed_at AS sealedAt, key_id AS keyId, signature';

/** The store in one file. */
export class EmbeddedSeals implements SealStore {
  private readonly tiles: Tiles;
  private readonly places: Places;
  private readonly selectExtent;
  private readonly updateExtent;
  private readonly selectSeals;
  private readonly selectNewest;
  private readonly insertSeal;
  private readonly selectKeys;

  constructor(private readonly file: SealsFile) {
    this.tiles = new Tiles(file);
    this.places = new Places(file);
    this.selectExtent = file.prepare('SELECT size, cursor, seals FROM extent');
    this.updateExtent = file.prepare('UPDATE extent SET size = ?, cursor = ?, seals = ?');
    this.selectSeals = file.prepare(`SELECT ${SEAL} FROM seal WHERE tree_size > ? ORDER BY tree_size LIMIT ?`);
    this.selectNewest = file.prepare(`SELECT ${SEAL} FROM seal ORDER BY tree_size DESC LIMIT 1`);
    this.insertSeal = file.prepare(
      `INSERT INTO seal (numbered, tree_size, root_hash, sealed_at, key_id, signature) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.selectKeys = file.prepare(
      'SELECT key_id AS keyId, public_key AS publicKey, since, until FROM key ORDER BY since, key_id',
    );
  }

  extent(): Promise<TreeExtent> {
    return attempt(() => this.readExtent());
  }

  roots(subtrees: readonly Subtree[]): Promise<readonly Hash[]> {
    const remembered = new Map<string, Buffer>();
    return attempt(() => subtrees.map((subtree) => this.tiles.root(subtree, remembered)));
  }

  leafHashes(start: number, count: number): Promise<readonly Hash[]> {
    return attempt(() => this.tiles.leaves(start, count));
  }

  indexesOf(cursors: readonly Cursor[]): Promise<readonly (number | null)[]> {
    return attempt(() => {
      const { cursor: last } = this.readExtent();
      if (last === null) return cursors.map(() => null);
      // Places are those of one epoch: until they were told anew after a move, no leaf is found.
      const { epoch } = parseCursor(last);
      return cursors.map((cursor) => (parseCursor(cursor).epoch === epoch ? this.places.indexOf(cursor) : null));
    });
  }

  seals(after: number, limit: number): Promise<readonly NumberedSeal[]> {
    return attempt(() => this.file.run(() => this.selectSeals.all(after, limit)) as NumberedSeal[]);
  }

  newestSeal(): Promise<NumberedSeal | null> {
    return attempt(() => this.readNewest());
  }

  keys(): Promise<readonly AuditKey[]> {
    return attempt(() => this.file.run(() => this.selectKeys.all()) as AuditKey[]);
  }

  grow(size: number, leaves: readonly Leaf[]): Promise<void> {
    return attempt(() =>
      this.file.transact(() => {
        const extent = this.readExtent();
        if (extent.size !== size) throw outOfStep(`the tree has ${extent.size} leaves, not ${size}`);
        this.tiles.grow(
          size,
          leaves.map(({ hash }) => hash),
        );
        this.places.grow(size, leaves);
        this.updateExtent.run(size + leaves.length, leaves.at(-1)?.cursor ?? extent.cursor, extent.seals);
      }),
    );
  }

  async move(places: AsyncIterable<Cursor>): Promise<void> {
    const { count, last } = await this.places.gather(places);
    this.file.transact(() => {
      const { size, seals } = this.readExtent();
      if (count !== size) throw outOfStep(`the tree has ${size} leaves, and the log ${count} events for them`);
      this.places.take();
      this.updateExtent.run(size, last, seals);
    });
  }

  addSeal({ treeSize, rootHash, sealedAt, keyId, signature }: Seal): Promise<void> {
    return attempt(() =>
      this.file.transact(() => {
        const { size, cursor, seals } = this.readExtent();
        const newest = this.readNewest();
        if (treeSize > size) throw outOfStep(`the tree has ${size} leaves, fewer than the seal covers (${treeSize})`);
        if (newest !== null && treeSize <= newest.treeSize) throw outOfStep(`${newest.treeSize} leaves are sealed`);
        this.insertSeal.run(seals + 1, treeSize, rootHash, sealedAt, keyId, signature);
        this.updateExtent.run(size, cursor, seals + 1);
      }),
    );
  }

  useKey({ keyId, publicKey }: Pick<AuditKey, 'keyId' | 'publicKey'>, since: string): Promise<void> {
    return attempt(() =>
      this.file.transact(() => {
        this.file.prepare('UPDATE key SET until = ? WHERE until IS NULL AND key_id <> ?').run(since, keyId);
        this.file
          .prepare(
            `INSERT INTO key (key_id, public_key, since) VALUES (?, ?, ?)
             ON CONFLICT (key_id) DO UPDATE SET until = NULL WHERE until IS NOT NULL`,
          )
          .run(keyId, publicKey, since);
      }),
    );
  }

  close(): Promise<void> {
    return attempt(() => this.file.close());
  }

  private readExtent(): TreeExtent {
    const [row] = this.file.run(() => this.selectExtent.all()) as TreeExtent[];
    if (row === undefined) throw this.file.damaged('it does not say how far the tree goes');
    return row;
  }

  private readNewest(): NumberedSeal | null {
    const [row] = this.file.run(() => this.selectNewest.all()) as NumberedSeal[];
    return row ?? null;
  }
}

const outOfStep = (why: string): SealStoreError =>
  new SealStoreError('OUT_OF_STEP', `Nothing was added to the store of seals: ${why}.`);

/** The port is asynchronous, this engine is not: what it throws becomes a rejection. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
