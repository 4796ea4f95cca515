import { randomInt } from 'node:crypto';
import { latestFence } from '../leases/embedded-leases.js';
import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import { checkKeys } from './check-keys.js';
import { VaultDamagedError, VaultKeyError } from './errors.js';
import { KeyRing, type VaultKeys } from './key-ring.js';
import type { Fence, Vault, VersionedSecret } from './vault.js';

/** Most that a version can be: what `randomInt` can make, and a number holds exactly. */
const VERSIONS = 2 ** 48 - 1;

/** After every character that a name can go on with. */
const AFTER_ANY = '\u{10ffff}';

/**
 * The vault in `private.db` of the private folder; several processes of one host may open it.
 * @throws VaultKeyError when a key is wrong, or one is missing that secrets are sealed with; PrivateStoreError
 */
export function openEmbeddedVault(privateDir: string, keys: VaultKeys): Promise<Vault> {
  return attempt(() => {
    const ring = new KeyRing(keys);
    const database = PrivateDatabase.open(privateDir);
    try {
      checkKeys(database, ring, { mayBeNew: true });
      return new EmbeddedVault(database, ring);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

class EmbeddedVault implements Vault {
  private readonly upsert;
  private readonly select;
  private readonly remove;
  private readonly range;
  private readonly selectVersion;
  private readonly selectFence;

  constructor(
    private readonly database: PrivateDatabase,
    private readonly ring: KeyRing,
  ) {
    this.upsert = database.prepare(
      `INSERT INTO vault_secrets (name, key_version, sealed, version) VALUES (?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE
       SET key_version = excluded.key_version, sealed = excluded.sealed, version = excluded.version`,
    );
    this.select = database.prepare('SELECT key_version, sealed, version FROM vault_secrets WHERE name = ?');
    this.selectVersion = database.prepare('SELECT version FROM vault_secrets WHERE name = ?');
    this.selectFence = latestFence(database);
    this.remove = database.prepare('DELETE FROM vault_secrets WHERE name = ?');
    this.range = database.prepare('SELECT name FROM vault_secrets WHERE name >= ? AND name < ? ORDER BY name');
  }

  put(name: string, secret: string): Promise<void> {
    return attempt(() => {
      const sealed = this.ring.seal(name, secret);
      this.database.run(() => this.store(name, sealed));
    });
  }

  async get(name: string): Promise<string | null> {
    return (await this.getVersioned(name))?.secret ?? null;
  }

  getVersioned(name: string): Promise<VersionedSecret | null> {
    return attempt(() => {
      const [row] = this.database.run(() => this.select.all(name)) as SecretRow[];
      return row === undefined ? null : { secret: this.open(name, row), version: row.version };
    });
  }

  replace(name: string, secret: string, expected: number | null, fence?: Fence): Promise<boolean> {
    return attempt(() => {
      const sealed = this.ring.seal(name, secret);
      return this.database.transact(() => {
        const [row] = this.selectVersion.all(name) as { version: number }[];
        if ((row?.version ?? null) !== expected) return false;
        if (fence !== undefined && this.selectFence(fence.lease) > fence.fence) return false;
        this.store(name, sealed);
        return true;
      });
    });
  }

  erase(name: string, expected?: number): Promise<void> {
    return attempt(() => {
      this.database.transact(() => {
        const [row] = this.selectVersion.all(name) as { version: number }[];
        if (expected === undefined || row?.version === expected) this.remove.run(name);
      });
    });
  }

  names(prefix: string): Promise<readonly string[]> {
    return attempt(() => {
      const rows = this.database.run(() => this.range.all(prefix, prefix + AFTER_ANY)) as { name: string }[];
      return rows.map((row) => row.name);
    });
  }

  close(): Promise<void> {
    return attempt(() => {
      this.database.close();
    });
  }

  /** Versions are random, so that none comes back after a secret was erased. */
  private store(name: string, sealed: Buffer): void {
    this.upsert.run(name, this.ring.current, sealed, randomInt(1, VERSIONS));
  }

  private open(name: string, { key_version, sealed }: SecretRow): string {
    try {
      return this.ring.unseal(key_version, name, Buffer.from(sealed));
    } catch (error) {
      // Another process may have sealed it with a newer key than ours.
      if (error instanceof VaultKeyError) throw error;
      throw new VaultDamagedError(name, { cause: error });
    }
  }
}

interface SecretRow {
  readonly key_version: number;
  readonly sealed: ArrayBuffer;
  readonly version: number;
}
