import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config/config.js';
import { addVaultKey, loadOrMakeSecrets } from '../../../src/config/secrets.js';

describe('loadOrMakeSecrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const config = (env: Record<string, string> = {}) => loadConfig({ DATA_DIR: join(folder, 'data'), ...env });
  const path = () => join(folder, 'data', 'secrets.json');

  it('makes them at the first start, for the owner of the file alone, and says so', async () => {
    const secrets = await loadOrMakeSecrets(config());
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json']);
    expect(secrets.notice).toContain(`Made secrets of its own in ${path()}`);
    expect(secrets.vault[0]?.key).toHaveLength(32);
  });

  it('uses them again', async () => {
    const { notice: _, ...first } = await loadOrMakeSecrets(config());
    const second = await loadOrMakeSecrets(config());
    expect(second).toMatchObject(first);
    expect(second.notice).toContain('Using the secrets that were made');
  });

  it('gives all of several processes that start at once the same', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadOrMakeSecrets(config())));
    expect(new Set(all.map(({ command }) => command)).size).toBe(1);
    expect(all.filter(({ notice }) => notice?.startsWith('Made'))).toHaveLength(1);
  });

  it('prefers what the environment gives', async () => {
    const given = 'y'.repeat(40);
    expect((await loadOrMakeSecrets(config({ COMMAND_SECRET: given }))).command).toBe(given);
  });

  it('makes another key of the vault in the file, which is then in use; everything else stays', async () => {
    const { notice: _, vault, ...others } = await loadOrMakeSecrets(config());
    expect(await addVaultKey(config())).toBe(2);
    expect(await addVaultKey(config())).toBe(3);
    const after = await loadOrMakeSecrets(config());
    expect(after).toMatchObject(others);
    expect(after.vault.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(after.vault[2]).toEqual(vault[0]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json']);
  });

  it('reads files of former versions, with one key of the vault', async () => {
    const { vault } = await loadOrMakeSecrets(config());
    const content = JSON.parse(await readFile(path(), 'utf8')) as { vault: string };
    await writeFile(path(), JSON.stringify({ ...content, vault: content.vault.replace('1:', '') }));
    expect((await loadOrMakeSecrets(config())).vault).toEqual(vault);
  });

  it('R29: refuses a damaged file without quoting it, and leaves it as it is', async () => {
    await loadOrMakeSecrets(config());
    const damaged = (await readFile(path(), 'utf8')).slice(0, 90);
    await writeFile(path(), damaged);
    const error: unknown = await loadOrMakeSecrets(config()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'SECRETS_FILE', message: expect.stringContaining('is damaged') as string });
    expect(await readFile(path(), 'utf8')).toBe(damaged);
  });
});
