import { PrivateDatabase } from '../private-store/private-database.js';
import { VaultDamagedError, VaultKeyError } from './errors.js';
import { KeyRing, missingKey, type VaultKeys } from './key-ring.js';
import type { Vault } from './vault.js';

/** After every character that a name can go on with. */
const AFTER_ANY = '\u{10ffff}';

/**
 * The vault in `private.db` of the data folder; several processes of one host may open it.
 * @throws VaultKeyError when a key is wrong, or one is missing that secrets are sealed with; PrivateStoreError
 */
export function openEmbeddedVault(dataDir: string, keys: VaultKeys): Promise<Vault> {
  return attempt(() => {
    const ring = new KeyRing(keys);
    const database = PrivateDatabase.open(dataDir);
    try {
      checkKeys(database, ring);
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

  constructor(
    private readonly database: PrivateDatabase,
    private readonly ring: KeyRing,
  ) {
    this.upsert = database.prepare(
      `INSERT INTO vault_secrets (name, key_version, sealed) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET key_version = excluded.key_version, sealed = excluded.sealed`,
    );
    this.select = database.prepare('SELECT key_version, sealed FROM vault_secrets WHERE name = ?');
    this.remove = database.prepare('DELETE FROM vault_secrets WHERE name = ?');
    this.range = database.prepare('SELECT name FROM vault_secrets WHERE name >= ? AND name < ? ORDER BY name');
  }

  put(name: string, secret: string): Promise<void> {
    return attempt(() => {
      this.database.run(() => this.upsert.run(name, this.ring.current, this.ring.seal(name, secret)));
    });
  }

  get(name: string): Promise<string | null> {
    return attempt(() => {
      const [row] = this.database.run(() => this.select.all(name)) as { key_version: number; sealed: ArrayBuffer }[];
      if (row === undefined) return null;
      try {
        return this.ring.unseal(row.key_version, name, Buffer.from(row.sealed));
      } catch (error) {
        // Another process may have sealed it with a newer key than ours.
        if (error instanceof VaultKeyError) throw error;
        throw new VaultDamagedError(name, { cause: error });
      }
    });
  }

  erase(name: string): Promise<void> {
    return attempt(() => {
      this.database.run(() => this.remove.run(name));
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
}

function checkKeys(database: PrivateDatabase, ring: KeyRing): void {
  database.transact(() => {
    const proofs = database.prepare('SELECT version, proof FROM vault_keys').all() as {
      version: number;
      proof: ArrayBuffer;
    }[];
    const proven = new Map(proofs.map(({ version, proof }) => [version, Buffer.from(proof)]));
    const remember = database.prepare('INSERT INTO vault_keys (version, proof) VALUES (?, ?)');
    for (const version of ring.versions) {
      const proof = proven.get(version);
      if (proof === undefined) remember.run(version, ring.prove(version));
      else ring.verify(version, proof);
    }
    const used = database.prepare('SELECT DISTINCT key_version FROM vault_secrets ORDER BY 1').all() as {
      key_version: number;
    }[];
    for (const { key_version } of used) if (!ring.has(key_version)) throw missingKey(key_version);
  });
}

/** The port is asynchronous, this engine is not: what it throws becomes a rejection. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
