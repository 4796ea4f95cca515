import { VaultKeyError } from './errors.js';
import { KEY_BYTES, seal, unseal } from './seal.js';

export interface VaultKeys {
  /** 32 bytes each, by version. Older ones are kept for as long as a secret is sealed with them. */
  readonly keys: ReadonlyMap<number, Uint8Array>;
  /** Version that new secrets are sealed with. */
  readonly current: number;
}

/** Of a list as configurations have it: the first is in use. */
export function vaultKeysOf(list: readonly { readonly version: number; readonly key: Uint8Array }[]): VaultKeys {
  const [inUse] = list;
  if (inUse === undefined) throw new Error('The vault needs a key.');
  return { keys: new Map(list.map(({ version, key }) => [version, key])), current: inUse.version };
}

/** Sealed once with every key version, so that a wrong key is noticed at start and not at the first secret. */
const KNOWN_VALUE = 'gongxiang-vault';
const proofContext = (version: number): string => `proof:${version}`;
const secretContext = (version: number, name: string): string => `secret:${version}:${name}`;

export class KeyRing {
  readonly current: number;
  private readonly keys: ReadonlyMap<number, Uint8Array>;

  /** @throws VaultKeyError */
  constructor({ keys, current }: VaultKeys) {
    for (const [version, key] of keys) {
      if (!Number.isInteger(version) || version < 1)
        throw new VaultKeyError('MALFORMED', version, `Vault key versions are whole numbers from 1, not ${version}.`);
      if (key.length !== KEY_BYTES)
        throw new VaultKeyError(
          'MALFORMED',
          version,
          `Vault key ${version} has ${key.length} bytes; it needs exactly ${KEY_BYTES}.`,
        );
    }
    if (!keys.has(current))
      throw new VaultKeyError('MISSING', current, `Vault key ${current} is to be used but was not given.`);
    this.keys = new Map(keys);
    this.current = current;
  }

  get versions(): readonly number[] {
    return [...this.keys.keys()];
  }

  has(version: number): boolean {
    return this.keys.has(version);
  }

  prove(version: number): Buffer {
    return seal(this.key(version), proofContext(version), KNOWN_VALUE);
  }

  /** @throws VaultKeyError when this is not the key that the proof was made with */
  verify(version: number, proof: Buffer): void {
    try {
      if (unseal(this.key(version), proofContext(version), proof) === KNOWN_VALUE) return;
    } catch {
      // Told below: the cause would only say that authentication failed.
    }
    throw new VaultKeyError(
      'WRONG',
      version,
      `Vault key ${version} is not the key that this vault was written with. Give the former key, or a new one under a new version.`,
    );
  }

  seal(name: string, secret: string): Buffer {
    return seal(this.key(this.current), secretContext(this.current, name), secret);
  }

  unseal(version: number, name: string, sealed: Buffer): string {
    return unseal(this.key(version), secretContext(version, name), sealed);
  }

  private key(version: number): Uint8Array {
    const key = this.keys.get(version);
    if (key === undefined) throw missingKey(version);
    return key;
  }
}

export function missingKey(version: number): VaultKeyError {
  return new VaultKeyError(
    'MISSING',
    version,
    `Secrets in the vault are sealed with key ${version}, which was not given. Give it beside the one in use.`,
  );
}
