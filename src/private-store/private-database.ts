import Database from 'libsql';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { privateStoreError, PrivateStoreError } from './errors.js';
import { BUSY_TIMEOUT, useWriteAheadLog } from './write-ahead-log.js';

/** What leads from each format to the next one; the first makes format 1 of an empty file. Never changed, only added to. */
const STEPS: readonly string[] = [
  `CREATE TABLE vault_keys (version INTEGER PRIMARY KEY, proof BLOB NOT NULL) STRICT;
   CREATE TABLE vault_secrets (
     name TEXT PRIMARY KEY, key_version INTEGER NOT NULL, sealed BLOB NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX vault_secrets_by_key ON vault_secrets (key_version);
   CREATE TABLE people (id TEXT PRIMARY KEY, subject TEXT NOT NULL UNIQUE, name TEXT) STRICT;
   CREATE TABLE tenants (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE wechat_callbacks (
     sequence INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, app_id TEXT,
     outcome TEXT NOT NULL, reason TEXT, duration_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX wechat_callbacks_by_ring ON wechat_callbacks (outcome = 'REFUSED', sequence);`,
  `ALTER TABLE vault_secrets ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE leases (name TEXT PRIMARY KEY, fence INTEGER NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE forgettings (person TEXT PRIMARY KEY, purged INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
];

const fileIn = (privateDir: string): string => join(privateDir, 'private.db');

/**
 * One connection to `private.db`: what is neither in the log nor can be rebuilt from it. Several processes of one host
 * may hold one each. Acknowledged means on disk.
 */
export class PrivateDatabase {
  private constructor(
    private readonly database: Database.Database,
    private readonly file: string,
  ) {}

  static isThere(privateDir: string): boolean {
    return existsSync(fileIn(privateDir));
  }

  /** Makes the file, for its owner's eyes only, if there is none. @throws PrivateStoreError */
  static open(privateDir: string): PrivateDatabase {
    const file = fileIn(privateDir);
    try {
      mkdirSync(privateDir, { recursive: true });
      makeFile(file);
    } catch (error) {
      throw new PrivateStoreError('UNREADABLE', file, { cause: error });
    }
    let database: Database.Database | null = null;
    try {
      database = new Database(file, { timeout: BUSY_TIMEOUT });
      prepare(database, file);
      return new PrivateDatabase(database, file);
    } catch (error) {
      database?.close();
      throw privateStoreError(error, file);
    }
  }

  /** To read what is there, beside whoever writes it: nothing is made, changed or brought to another format. */
  static openToRead(privateDir: string): PrivateDatabase {
    const file = fileIn(privateDir);
    let database: Database.Database | null = null;
    try {
      database = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: BUSY_TIMEOUT });
      if (formatOf(database) > STEPS.length) throw new PrivateStoreError('NEWER', file);
      return new PrivateDatabase(database, file);
    } catch (error) {
      database?.close();
      throw privateStoreError(error, file);
    }
  }

  prepare(sql: string): Database.Statement {
    return this.database.prepare(sql);
  }

  /** Runs the work now. @throws PrivateStoreError where SQLite's error says something about the file */
  run<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw privateStoreError(error, this.file);
    }
  }

  /** All of the work or nothing; other writers wait meanwhile. */
  transact<T>(work: () => T): T {
    return this.run(() => immediate(this.database, work));
  }

  /**
   * Writes the file anew and empties its write-ahead log, so that no byte of what was erased is left in either:
   * `secure_delete` overwrites what is deleted, but not the copies that pages keep from when they were split.
   * Takes as long as writing the file does; other writers wait.
   *
   * @throws PrivateStoreError BUSY while another process keeps reading or writing
   */
  purge(): void {
    this.run(() => {
      // What is on its way must not be left in a temporary file either.
      this.database.exec('PRAGMA temp_store = MEMORY; VACUUM');
      const [checkpoint] = this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
      if (checkpoint?.busy !== 0) throw new PrivateStoreError('BUSY', this.file);
    });
  }

  /** Closing twice is no error. */
  close(): void {
    if (this.database.open) this.database.close();
  }
}

/**
 * An empty file where there is none. One that is there is not so much as opened: to close it would drop every lock that
 * this process has on it (POSIX), and the next process to close the database would take itself for the last, and remove
 * the write-ahead log that this one goes on writing.
 */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function prepare(database: Database.Database, file: string): void {
  useWriteAheadLog(database);
  database.exec('PRAGMA synchronous = FULL');
  // What is erased is overwritten, not only unlinked.
  database.exec('PRAGMA secure_delete = ON');
  immediate(database, () => {
    const version = formatOf(database);
    if (version > STEPS.length) throw new PrivateStoreError('NEWER', file);
    if (version === STEPS.length) return;
    for (const step of STEPS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${STEPS.length}`);
  });
}

function formatOf(database: Database.Database): number {
  const [row] = database.prepare('PRAGMA user_version').all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

function immediate<T>(database: Database.Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
