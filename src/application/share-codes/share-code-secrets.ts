import { createHmac } from 'node:crypto';

/** Server secrets that share codes are derived from, by version. The first one makes new codes. */
export interface ShareCodeSecret {
  readonly version: number;
  readonly secret: string;
}

/** Whoever asks for codes, by the idempotency key that brings the same codes back. */
export interface CodeRequest {
  readonly tenant: string;
  readonly subject: string;
  readonly idempotencyKey: string;
}

/** Bytes of randomness in a code: 128 bits (R13 asks for 100 at least). */
const CODE_BYTES = 16;

/**
 * Share codes are not kept: they are derived from a server secret and the caller's key, and recognised by a keyed digest
 * (R8). A previous version of the secret stays valid as long as its codes live, 24 hours.
 */
export class ShareCodeSecrets {
  constructor(private readonly secrets: readonly [ShareCodeSecret, ...ShareCodeSecret[]]) {}

  get currentVersion(): number {
    return this.secrets[0].version;
  }

  /** Versions that a presented code may have been made with, the likeliest first. */
  get versions(): readonly number[] {
    return this.secrets.map(({ version }) => version);
  }

  /** The random part of the `index`-th code of a request, always the same. @throws UnknownSecretVersionError */
  codeBytes(version: number, request: CodeRequest, index: number): Uint8Array {
    const { tenant, subject, idempotencyKey } = request;
    return this.#hmac(version, ['code', tenant, subject, idempotencyKey, index]).subarray(0, CODE_BYTES);
  }

  /** Keyed digest of a code in its normalised spelling: 64 hex digits. @throws UnknownSecretVersionError */
  digest(version: number, normalisedCode: string): string {
    return this.#hmac(version, ['digest', normalisedCode]).toString('hex');
  }

  #hmac(version: number, parts: readonly (string | number)[]): Buffer {
    const secret = this.secrets.find((candidate) => candidate.version === version)?.secret;
    if (secret === undefined) throw new UnknownSecretVersionError(version);
    return createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
  }
}

/** The codes were made with a secret that is not configured any more: they have expired, and cannot be shown again. */
export class UnknownSecretVersionError extends Error {
  readonly code = 'BAD_USER_INPUT';
  constructor(readonly version: number) {
    super(
      'These share codes were made long ago with a secret that has been retired since; generate new ones with a new idempotency key.',
    );
    this.name = new.target.name;
  }
}
