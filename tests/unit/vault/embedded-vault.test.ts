import Database from 'libsql';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateStoreError } from '../../../src/private-store/errors.js';
import { openEmbeddedVault } from '../../../src/vault/embedded-vault.js';
import { VaultDamagedError, VaultKeyError } from '../../../src/vault/errors.js';
import type { Vault } from '../../../src/vault/vault.js';

const key = (fill: number): Buffer => Buffer.alloc(32, fill);

describe('embedded vault', () => {
  let folder: string;
  let opened: Vault[];
  const file = (): string => join(folder, 'private.db');
  const open = async (current: number, ...keys: [number, Buffer][]): Promise<Vault> => {
    const vault = await openEmbeddedVault(folder, { keys: new Map(keys), current });
    opened.push(vault);
    return vault;
  };
  const change = (sql: string): void => {
    const database = new Database(file());
    database.exec(sql);
    database.close();
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((vault) => vault.close()));
    rmSync(folder, { recursive: true });
  });

  test('R29: no file of the data folder holds the secret', async () => {
    const vault = await open(1, [1, key(1)]);
    await vault.put('name', 'a-very-secret-token');
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).includes('a-very-secret-token')).toBe(false);
  });

  test('the file is for its owner only', async () => {
    await open(1, [1, key(1)]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('the same secret is sealed differently each time', async () => {
    const vault = await open(1, [1, key(1)]);
    await vault.put('a', 'secret');
    await vault.put('b', 'secret');
    const database = new Database(file());
    const rows = database.prepare('SELECT hex(sealed) AS sealed FROM vault_secrets').all() as { sealed: string }[];
    database.close();
    expect(new Set(rows.map((row) => row.sealed.slice(0, 24))).size).toBe(2);
  });

  test('a wrong key is refused at start, by name and without the key', async () => {
    await (await open(1, [1, key(1)])).close();
    const error: unknown = await open(1, [1, key(2)]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VaultKeyError);
    expect(error).toMatchObject({ code: 'VAULT_KEY', problem: 'WRONG', version: 1 });
    expect(String(error)).not.toContain(key(2).toString('hex'));
    expect(await (await open(1, [1, key(1)])).get('name')).toBeNull();
  });

  test('rotation: old secrets are read with their key, new ones are sealed with the current one', async () => {
    const before = await open(1, [1, key(1)]);
    await before.put('old', 'old secret');
    await before.put('renewed', 'old secret');
    const after = await open(2, [1, key(1)], [2, key(2)]);
    await after.put('renewed', 'new secret');
    await after.put('new', 'new secret');
    expect(await after.get('old')).toBe('old secret');
    expect(await after.get('renewed')).toBe('new secret');
    // The process that knows only the former key can still read what it sealed.
    expect(await before.get('old')).toBe('old secret');
    await expect(before.get('new')).rejects.toMatchObject({ code: 'VAULT_KEY', problem: 'MISSING', version: 2 });
  });

  test('a former key may go once nothing is sealed with it, and not before', async () => {
    const before = await open(1, [1, key(1)]);
    await before.put('old', 'secret');
    await expect(open(2, [2, key(2)])).rejects.toMatchObject({ problem: 'MISSING', version: 1 });
    await before.erase('old');
    await expect(open(2, [2, key(2)])).resolves.toBeDefined();
  });

  test.each<[string, number, [number, Buffer][], string]>([
    ['no current key', 2, [[1, key(1)]], 'MISSING'],
    ['a short key', 1, [[1, Buffer.alloc(31)]], 'MALFORMED'],
    ['a long key', 1, [[1, Buffer.alloc(33)]], 'MALFORMED'],
    ['version 0', 0, [[0, key(1)]], 'MALFORMED'],
    ['half a version', 1.5, [[1.5, key(1)]], 'MALFORMED'],
  ])('%s is refused', async (_, current, keys, problem) => {
    await expect(open(current, ...keys)).rejects.toMatchObject({ code: 'VAULT_KEY', problem });
  });

  test.each([
    [
      'a changed byte',
      "UPDATE vault_secrets SET sealed = CAST(CASE substr(sealed, 1, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(sealed, 2) AS BLOB)",
    ],
    ['a cut value', 'UPDATE vault_secrets SET sealed = substr(sealed, 1, 20)'],
    ['an empty value', "UPDATE vault_secrets SET sealed = x''"],
    [
      'the value of another name',
      "UPDATE vault_secrets SET sealed = (SELECT sealed FROM vault_secrets WHERE name = 'other')",
    ],
    ['another key version', 'UPDATE vault_secrets SET key_version = 2'],
  ])('tampering is detected: %s', async (_, sql) => {
    const vault = await open(1, [1, key(1)], [2, key(2)]);
    await vault.put('name', 'secret');
    await vault.put('other', 'other secret');
    change(sql);
    const error: unknown = await vault.get('name').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VaultDamagedError);
    expect(error).toMatchObject({ code: 'VAULT_DAMAGED', secretName: 'name' });
  });

  test('a file from a newer version is refused and left as it is', async () => {
    await (await open(1, [1, key(1)])).close();
    change('PRAGMA user_version = 99');
    await expect(open(1, [1, key(1)])).rejects.toMatchObject({ code: 'PRIVATE_STORE', problem: 'NEWER' });
  });

  test('a file that is no database is refused and left as it is', async () => {
    writeFileSync(file(), 'not a database, for sure. '.repeat(100));
    const before = readFileSync(file());
    await expect(open(1, [1, key(1)])).rejects.toBeInstanceOf(PrivateStoreError);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test('several processes may open a new folder at once and write to it', async () => {
    const script = `
      const { openEmbeddedVault } = require('./dist/src/vault/embedded-vault.js');
      (async () => {
        const vault = await openEmbeddedVault(process.argv[1], { keys: new Map([[1, Buffer.alloc(32, 1)]]), current: 1 });
        for (let i = 0; i < 20; i++) await vault.put(process.argv[2] + i, 'secret');
        await vault.close();
      })().catch((error) => { console.error(error); process.exit(1); });`;
    const exits = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        const child = spawn(process.execPath, ['-e', script, folder, name], { stdio: ['ignore', 'ignore', 'inherit'] });
        const [code] = (await once(child, 'exit')) as [number];
        return code;
      }),
    );
    expect(exits).toEqual([0, 0, 0, 0]);
    expect(await (await open(1, [1, key(1)])).names('')).toHaveLength(80);
  });
});
