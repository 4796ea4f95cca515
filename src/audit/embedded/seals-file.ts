import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Sqlite from 'libsql';
import { BUSY_TIMEOUT, useWriteAheadLog } from '../../private-store/write-ahead-log.js';
import { SealStoreError } from '../seal-store.js';
import { APPLICATION_ID, SCHEMA_VERSION, TABLES } from './schema.js';

export type Statement = Sqlite.Statement;

/** One connection to a file of seals. Whatever goes wrong is told as a SealStoreError. */
export class SealsFile {
  private constructor(
    private readonly connection: Sqlite.Database,
    private readonly path: string,
  ) {}

  /** To write and read; makes the file if there is none. Acknowledged means on disk. */
  static openToWrite(path: string): SealsFile {
    return open(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      const connection = new Sqlite(path, { timeout: BUSY_TIMEOUT });
      return { connection, prepare: () => prepareToWrite(connection, path) };
    });
  }

  /** To fill it: nothing waits for the disk until `settle`. */
  static openToLoad(path: string): SealsFile {
    const file = SealsFile.openToWrite(path);
    file.run(() => file.connection.exec('PRAGMA synchronous = OFF'));
    return file;
  }

  /** To read only, beside whoever writes it. */
  static openToRead(path: string): SealsFile {
    if (!existsSync(path)) throw new SealStoreError('MISSING', `There are no seals in ${path}.`);
    return open(path, () => {
      const connection = new Sqlite(`${pathToFileURL(path).href}?mode=ro`, { timeout: BUSY_TIMEOUT });
      return { connection, prepare: () => checkHeader(connection, path) };
    });
  }

  static of(connection: Sqlite.Database, path: string): SealsFile {
    return new SealsFile(connection, path);
  }

  prepare(sql: string): Statement {
    return this.run(() => this.connection.prepare(sql));
  }

  exec(sql: string): void {
    this.run(() => this.connection.exec(sql));
  }

  run<T>(work: () => T): T {
    return guarded(this.path, work);
  }

  /** All of the work or nothing. */
  transact<T>(work: () => T): T {
    return this.run(() => immediate(this.connection, work));
  }

  /** Waits until all that was written is on disk. */
  settle(): void {
    this.run(() => this.connection.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)'));
    const descriptor = openSync(this.path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  damaged(what: string): SealStoreError {
    return new SealStoreError('DAMAGED', `${this.path} is damaged: ${what}.`);
  }

  close(): void {
    if (this.connection.open) this.connection.close();
  }
}

interface Opened {
  readonly connection: Sqlite.Database;
  readonly prepare: () => void;
}

function open(path: string, connect: () => Opened): SealsFile {
  const { connection, prepare } = guarded(path, connect);
  try {
    guarded(path, prepare);
    return SealsFile.of(connection, path);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function prepareToWrite(connection: Sqlite.Database, path: string): void {
  // Looked at before anything is changed in a file that is not ours.
  if (!isNew(connection)) checkHeader(connection, path);
  useWriteAheadLog(connection);
  connection.exec('PRAGMA synchronous = FULL');
  // Of several processes that find no file, one makes the tables.
  immediate(connection, () => {
    if (!isNew(connection)) return;
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; ${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

const isNew = (connection: Sqlite.Database): boolean =>
  Number(pragma(connection, 'user_version')) === 0 && Number(pragma(connection, 'schema_version')) === 0;

function checkHeader(connection: Sqlite.Database, path: string): void {
  if (pragma(connection, 'application_id') !== APPLICATION_ID) {
    throw new SealStoreError('DAMAGED', `${path} is not a file of seals of this software.`);
  }
  const version = Number(pragma(connection, 'user_version'));
  if (version > SCHEMA_VERSION) {
    throw new SealStoreError('NEWER', `${path} was written by a newer version of this software.`);
  }
}

const pragma = (connection: Sqlite.Database, name: string): unknown =>
  (connection.prepare(`PRAGMA ${name}`).raw().get() as [unknown])[0];

function immediate<T>(connection: Sqlite.Database, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SealStoreError || !(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : '';
    const isDamaged = code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
    throw new SealStoreError(isDamaged ? 'DAMAGED' : 'UNUSABLE', `${path} cannot be used: ${error.message}.`, {
      cause: error,
    });
  }
}
