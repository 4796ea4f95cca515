import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOrMakeAuditKey } from '../../../src/config/audit-key.js';
import { ConfigError, loadConfig } from '../../../src/config/config.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the key that seals are signed with', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const load = (env: Record<string, string> = {}) => loadOrMakeAuditKey(loadConfig({ DATA_DIR: folder.path, ...env }));
  const path = () => join(folder.path, 'audit-key.json');

  it('is made at the first start, for the owner of the file alone, and used again', async () => {
    const made = await load();
    expect(made.asymmetricKeyType).toBe('ed25519');
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect((await load()).equals(made)).toBe(true);
  });

  it('R29: refuses a damaged file without quoting it, and leaves it as it is', async () => {
    writeFileSync(path(), '{ "privateKey": "-----BEGIN PRIVATE KEY-----hunter2" }');
    await expect(load()).rejects.toThrow(/^\S+ is damaged\. [^2]*$/);
    expect(readFileSync(path(), 'utf8')).toContain('hunter2');
  });

  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  it.each([
    ['PEM', pem],
    ['PEM whose line breaks are written as \\n', pem.replaceAll('\n', '\\n')],
    ['DER in base64', privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
  ])('is taken from the environment as %s', async (_, given) => {
    expect((await load({ AUDIT_SIGNING_KEY: given })).equals(privateKey)).toBe(true);
  });

  it.each([
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
    ['something else', 'hunter2'],
  ])('refuses %s, and does not quote it (R29)', (_, given) => {
    const problem = (): unknown => loadConfig({ AUDIT_SIGNING_KEY: given.toString() });
    expect(problem).toThrow(ConfigError);
    expect(problem).toThrow('AUDIT_SIGNING_KEY must be an Ed25519 private key, PKCS 8');
    expect(problem).not.toThrow('hunter2');
  });
});
