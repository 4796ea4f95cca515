import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Directory } from '../../../src/people/directory.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';

describe('embedded directory', () => {
  let folder: string;
  let directory: Directory;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'directory-'));
    directory = await openEmbeddedDirectory(folder);
  });

  afterEach(async () => {
    await directory.close();
    rmSync(folder, { recursive: true });
  });

  test('a known person costs no disk', async () => {
    const id = await directory.identify('u1', 'One');
    await directory.rememberTenant('t1', 'Tenant');
    await directory.close();
    expect(await directory.identify('u1', 'One')).toBe(id);
    expect(await directory.identify('u1', null)).toBe(id);
    await directory.rememberTenant('t1', 'Tenant');
    await expect(directory.identify('u1', 'Another')).rejects.toThrow();
  });

  test('what is being written when it closes is written', async () => {
    const identified = directory.identify('u1', 'One');
    await directory.close();
    const id = await identified;
    directory = await openEmbeddedDirectory(folder);
    expect(await directory.findBySubject('u1')).toEqual({ id, subject: 'u1', name: 'One' });
  });

  test('a failed write is told to every caller and forgotten', async () => {
    const other = new Database(join(folder, 'private.db'));
    other.exec('ALTER TABLE people RENAME TO gone');
    const calls = await Promise.allSettled(['u1', 'u2'].map((subject) => directory.identify(subject, null)));
    expect(calls.map((call) => call.status)).toEqual(['rejected', 'rejected']);
    other.exec('ALTER TABLE gone RENAME TO people');
    other.close();
    await expect(directory.identify('u1', null)).resolves.toMatch(/^p_[0-9a-f]{32}$/);
  });
});
