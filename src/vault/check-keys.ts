import type { PrivateDatabase } from '../private-store/private-database.js';
import { VaultKeyError } from './errors.js';
import { missingKey, type KeyRing } from './key-ring.js';

export interface KeyChecks {
  /** A key that this vault was never opened with may be the one in use from now on. */
  readonly mayBeNew: boolean;
}

/**
 * Remembers keys that are new to this vault and recognises those that are not.
 * @throws VaultKeyError when a key is wrong, is new and must not be, or one is missing that secrets are sealed with
 */
export function checkKeys(database: PrivateDatabase, ring: KeyRing, { mayBeNew }: KeyChecks): void {
  database.transact(() => {
    const proofs = database.prepare('SELECT version, proof FROM vault_keys').all() as {
      version: number;
      proof: ArrayBuffer;
    }[];
    const proven = new Map(proofs.map(({ version, proof }) => [version, Buffer.from(proof)]));
    if (!mayBeNew && !proven.has(ring.current)) throw unknownKey(ring.current);
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

const unknownKey = (version: number): VaultKeyError =>
  new VaultKeyError(
    'UNKNOWN',
    version,
    `A server is running that was not started with vault key ${version}: it could not read what is sealed with that. ` +
      `Start it with key ${version} and the former ones first, or stop it.`,
  );
