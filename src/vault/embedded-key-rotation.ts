import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import { checkKeys, type KeyChecks } from './check-keys.js';
import { KeyRing, missingKey, type VaultKeys } from './key-ring.js';
import type { KeyRotation, KeyUsage, Resealed } from './key-rotation.js';

/**
 * Of the vault in `private.db` of the private folder, which other processes may be using.
 * @throws VaultKeyError when a key is wrong, missing or, where it must not be, new; PrivateStoreError
 */
export function openEmbeddedKeyRotation(privateDir: string, keys: VaultKeys, checks: KeyChecks): Promise<KeyRotation> {
  return attempt(() => {
    const ring = new KeyRing(keys);
    const database = PrivateDatabase.open(privateDir);
    try {
      checkKeys(database, ring, checks);
      return new EmbeddedKeyRotation(database, ring);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

interface SealedRow {
  readonly name: string;
  readonly key_version: number;
  readonly sealed: ArrayBuffer;
}

class EmbeddedKeyRotation implements KeyRotation {
  private readonly count;
  private readonly select;
  private readonly update;

  constructor(
    private readonly database: PrivateDatabase,
    private readonly ring: KeyRing,
  ) {
    this.count = database.prepare(
      'SELECT key_version AS version, count(*) AS secrets FROM vault_secrets GROUP BY key_version ORDER BY key_version',
    );
    this.select = database.prepare(
      'SELECT name, key_version, sealed FROM vault_secrets WHERE name > ? AND key_version <> ? ORDER BY name LIMIT ?',
    );
    // The version of the secret stays: it is the same one.
    this.update = database.prepare('UPDATE vault_secrets SET key_version = ?, sealed = ? WHERE name = ?');
  }

  get current(): number {
    return this.ring.current;
  }

  get versions(): readonly number[] {
    return this.ring.versions;
  }

  usage(): Promise<readonly KeyUsage[]> {
    return attempt(() => this.database.run(() => this.count.all()) as KeyUsage[]);
  }

  /** Nobody else writes between looking and sealing: the transaction takes the file's lock first. */
  reseal(after: string | null, limit: number): Promise<Resealed> {
    return attempt(() =>
      this.database.transact(() => {
        const rows = this.select.all(after ?? '', this.ring.current, limit) as SealedRow[];
        const damaged = rows.filter((row) => !this.sealAnew(row)).map(({ name }) => name);
        const last = rows.length < limit ? null : (rows.at(-1)?.name ?? null);
        return { count: rows.length - damaged.length, damaged, last };
      }),
    );
  }

  close(): Promise<void> {
    return attempt(() => this.database.close());
  }

  /** False when it is damaged. @throws VaultKeyError when another process sealed it with a key that was not given */
  private sealAnew({ name, key_version, sealed }: SealedRow): boolean {
    const secret = this.opened(name, key_version, sealed);
    if (secret === null) return false;
    this.update.run(this.ring.current, this.ring.seal(name, secret), name);
    return true;
  }

  private opened(name: string, keyVersion: number, sealed: ArrayBuffer): string | null {
    if (!this.ring.has(keyVersion)) throw missingKey(keyVersion);
    try {
      return this.ring.unseal(keyVersion, name, Buffer.from(sealed));
    } catch {
      return null;
    }
  }
}
