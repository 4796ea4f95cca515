import { execFileSync } from 'node:child_process';
import Database from 'libsql';
import { join } from 'node:path';
import { PrivateDatabase } from '../../../src/private-store/private-database.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** What the first version of this software made. */
const FORMAT_1 = `
  CREATE TABLE IF NOT EXISTS vault_keys (version INTEGER PRIMARY KEY, proof BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS vault_secrets (
    name TEXT PRIMARY KEY, key_version INTEGER NOT NULL, sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS vault_secrets_by_key ON vault_secrets (key_version);
  CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, subject TEXT NOT NULL UNIQUE, name TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS tenants (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1;`;

const structureOf = (database: PrivateDatabase): unknown =>
  database.prepare("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all();

/** Opens the file, does this and closes it: in a process of its own. Resolves to what it prints. */
const elsewhere = (folder: string, statement: string): string =>
  execFileSync(
    process.execPath,
    [
      '-e',
      `const database = new (require('libsql'))(process.argv[1]);
       process.stdout.write(JSON.stringify(${statement}) ?? '');
       database.close();`,
      join(folder, 'private.db'),
    ],
    { encoding: 'utf8' },
  );

describe('private.db', () => {
  it('opened twice in one process stays locked against another one that closes it and takes itself for the last', () => {
    const folder = temporaryFolder();
    const one = PrivateDatabase.open(folder.path);
    const two = PrivateDatabase.open(folder.path);
    one.prepare("INSERT INTO tenants VALUES ('t1', 'One')").run();
    elsewhere(folder.path, `database.exec("INSERT INTO tenants VALUES ('t2', 'Two')")`);
    two.prepare("INSERT INTO tenants VALUES ('t3', 'Three')").run();
    const seen = JSON.parse(
      elsewhere(folder.path, "database.prepare('SELECT id FROM tenants ORDER BY id').raw().all()"),
    ) as unknown;
    expect(seen).toEqual([['t1'], ['t2'], ['t3']]);
    expect(one.prepare('SELECT id FROM tenants ORDER BY id').raw().all()).toEqual(seen);
    one.close();
    two.close();
    folder.remove();
  });

  it('of the first format becomes what a new one is, and keeps what is in it', () => {
    const old = temporaryFolder();
    const fresh = temporaryFolder();
    const first = new Database(join(old.path, 'private.db'));
    first.exec(FORMAT_1);
    first.exec("INSERT INTO tenants VALUES ('t1', 'One')");
    first.close();

    const opened = PrivateDatabase.open(old.path);
    const made = PrivateDatabase.open(fresh.path);
    expect(structureOf(opened)).toEqual(structureOf(made));
    expect(opened.prepare('SELECT id, name FROM tenants').raw().all()).toEqual([['t1', 'One']]);
    opened.close();
    PrivateDatabase.open(old.path).close();
    made.close();
    old.remove();
    fresh.remove();
  });
});
