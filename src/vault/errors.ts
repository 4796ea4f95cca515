export type VaultKeyProblem = 'WRONG' | 'MISSING' | 'MALFORMED' | 'UNKNOWN';

/** The vault cannot be opened with the keys given. Raised at start; never holds a key or a secret (R29). */
export class VaultKeyError extends Error {
  readonly code = 'VAULT_KEY';
  constructor(
    readonly problem: VaultKeyProblem,
    readonly version: number,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What is stored under the name was not written by this vault for this name: changed, swapped or cut. */
export class VaultDamagedError extends Error {
  readonly code = 'VAULT_DAMAGED';
  constructor(
    readonly secretName: string,
    options?: ErrorOptions,
  ) {
    super(`What the vault holds under "${secretName}" is damaged.`, options);
    this.name = new.target.name;
  }
}
