import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import type { Config } from './config.js';
import { SecretsFile } from './secrets-file.js';
import { versionedKeys, type VersionedKey, type VersionedSecret } from './values.js';

/** Everything secret that the process works with: given by the environment, or made once in the private folder. */
export interface Secrets {
  /** First: in use. */
  readonly shareCode: readonly VersionedSecret[];
  readonly command: string;
  /** First: in use. */
  readonly vault: readonly VersionedKey[];
  /** Private key (ES256) that signs local tokens; null where someone else issues them. */
  readonly signingKey: JWK | null;
  /** What start-up should say about where secrets come from; null when all were given. */
  readonly notice: string | null;
}

const stored = z.object({
  shareCode: z.string().min(32),
  command: z.string().min(32),
  /** As VAULT_KEYS. Files that were made before keys could be replaced hold one key without a version. */
  vault: z
    .string()
    .transform((keys) => (keys.includes(':') ? keys : `1:${keys}`))
    .refine((keys) => versionedKeys.safeParse(keys).success),
  signingKey: z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), d: z.string() }),
});
type Stored = z.infer<typeof stored>;

/**
 * What is not given is read from `PRIVATE_DIR/secrets.json`, which is made at the first start. In production nothing is
 * made or read there, since nothing may be missing.
 *
 * @throws SecretsFileError when the file is damaged: making new secrets would lose what the old ones protect
 */
export async function loadOrMakeSecrets(config: Pick<Config, 'privateDir' | 'secrets' | 'tokens'>): Promise<Secrets> {
  const { shareCode, command, vault } = config.secrets;
  if (shareCode && command !== null && vault && config.tokens.trust) {
    return { shareCode, command, vault, signingKey: null, notice: null };
  }
  const file = secretsFileIn(config.privateDir);
  const { content, made } = await file.readOrMake(makeSecrets);
  return {
    shareCode: shareCode ?? [{ version: 1, secret: content.shareCode }],
    command: command ?? content.command,
    vault: vault ?? versionedKeys.parse(content.vault),
    signingKey: config.tokens.trust ? null : content.signingKey,
    notice: `${made ? 'Made secrets of its own' : 'Using the secrets that were made'} in ${file.path}. Production needs explicit ones.`,
  };
}

/**
 * Makes a new key of the vault in `PRIVATE_DIR/secrets.json`, to be the one in use; the former ones stay. Nothing else may
 * be using the folder. Resolves to its version when it is on disk.
 *
 * @throws SecretsFileError
 */
export async function addVaultKey({ privateDir }: Pick<Config, 'privateDir'>): Promise<number> {
  const file = secretsFileIn(privateDir);
  const { content } = await file.readOrMake(makeSecrets);
  const version = Math.max(...versionedKeys.parse(content.vault).map((key) => key.version)) + 1;
  await file.replace({ ...content, vault: `${newVaultKey(version)},${content.vault}` });
  return version;
}

const secretsFileIn = (privateDir: string): SecretsFile<Stored> => new SecretsFile(privateDir, 'secrets.json', stored);

const newVaultKey = (version: number): string => `${version}:${randomBytes(32).toString('base64')}`;

async function makeSecrets(): Promise<Stored> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    shareCode: randomBytes(32).toString('base64url'),
    command: randomBytes(32).toString('base64url'),
    vault: newVaultKey(1),
    signingKey: stored.shape.signingKey.parse(await exportJWK(privateKey)),
  };
}
