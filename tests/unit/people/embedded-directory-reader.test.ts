import Database from 'libsql';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Directory } from '../../../src/people/directory.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { openEmbeddedDirectoryReader } from '../../../src/people/embedded-directory-reader.js';
import { PrivateDatabase } from '../../../src/private-store/private-database.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('a directory that is only read', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  it('tells what another one writes, also what it has forgotten since', async () => {
    const directory: Directory = await openEmbeddedDirectory(folder.path);
    const id = await directory.identify('u1', '张三');
    await directory.rememberTenant('t1', '绿城');
    const reader = await openEmbeddedDirectoryReader(folder.path);
    expect(await reader.people(['nobody', id])).toEqual([null, { id, subject: 'u1', name: '张三' }]);
    expect(await reader.findBySubject('u1')).toEqual({ id, subject: 'u1', name: '张三' });
    expect(await reader.tenantNames(['t2', 't1'])).toEqual([null, '绿城']);
    await directory.forget({ id });
    await directory.owedForgettings();
    expect(await reader.people([id])).toEqual([null]);
    await reader.close();
    await directory.close();
  });

  it('knows nobody where there is none, and makes none', async () => {
    const reader = await openEmbeddedDirectoryReader(folder.path);
    expect(await reader.people(['p_1'])).toEqual([null]);
    expect(await reader.findBySubject('u1')).toBeNull();
    expect(await reader.tenantNames(['t1'])).toEqual([null]);
    await reader.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('changes nothing, not even the format of an older version', async () => {
    PrivateDatabase.open(folder.path).close();
    const file = new Database(join(folder.path, 'private.db'));
    file.exec('PRAGMA user_version = 1');
    await (await openEmbeddedDirectoryReader(folder.path)).close();
    expect(file.prepare('PRAGMA user_version').raw().all()).toEqual([[1]]);
    file.exec('PRAGMA user_version = 1000');
    await expect(openEmbeddedDirectoryReader(folder.path)).rejects.toMatchObject({ problem: 'NEWER' });
    file.close();
  });
});
