import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Config } from './config.js';
import { SecretsFile } from './secrets-file.js';
import { ed25519PrivateKey } from './values.js';

const stored = z.object({ privateKey: z.string().refine((text) => ed25519PrivateKey.safeParse(text).success) });

/**
 * The key that seals are signed with, as given; otherwise the one in `PRIVATE_DIR/audit-key.json`, which is made at the
 * first start. It has a file of its own, since only the server needs it.
 *
 * @throws SecretsFileError when the file is damaged
 */
export async function loadOrMakeAuditKey({
  privateDir,
  secrets,
}: Pick<Config, 'privateDir' | 'secrets'>): Promise<KeyObject> {
  if (secrets.auditSigning !== null) return secrets.auditSigning;
  const file = new SecretsFile(privateDir, 'audit-key.json', stored);
  const { content } = await file.readOrMake(() => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return Promise.resolve({ privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
  });
  return ed25519PrivateKey.parse(content.privateKey);
}
