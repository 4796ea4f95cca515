import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  EventStoreDamagedError,
  EventStoreMovedError,
  EventStoreTooNewError,
  EventStoreUnavailableError,
} from '../errors.js';
import { APPLICATION_ID, FIRST_EPOCH, LOADING_ID, MOVING_ID, ORIGINS, SCHEMA_VERSION, TABLES } from './schema.js';
import { connect, connectImmutable, connectReadOnly, guarded, type Connection } from './sqlite.js';

/** Up to this size the whole file is checked at start (about a second a gigabyte); beyond, each page when it is read. */
const CHECKED_WHOLE_BYTES = 512 * 1024 * 1024;

/**
 * Makes sure that there is a log at `path` which this version can write, and makes an empty one if there is none.
 * Nothing is changed in a file that is there. The caller holds the writer's lock.
 *
 * @throws EventStoreTooNewError, EventStoreDamagedError, EventStoreFullError, EventStoreUnavailableError
 */
export function prepareLogFile(path: string): void {
  if (!existsSync(path)) {
    if (existsSync(`${path}-wal`)) {
      throw new EventStoreDamagedError(`${path} is missing, but ${path}-wal, which belongs to it, is there.`);
    }
    const installation = randomBytes(8).toString('hex');
    createLogFile(path, { applicationId: APPLICATION_ID, installation, epoch: FIRST_EPOCH });
    return;
  }
  // First without so much as a lock on the file: opening in earnest would make files beside that of a newer version.
  const outside = connectImmutable(path);
  try {
    checkHeader(path, outside);
  } finally {
    outside.close();
  }
}

/**
 * Opens the log to read, or one that is still on its way here.
 *
 * @throws EventStoreMovedError, EventStoreTooNewError, EventStoreDamagedError, EventStoreUnavailableError when there is none
 */
export function openLogFile(path: string, applicationId: number = APPLICATION_ID): Connection {
  if (!existsSync(path)) throw new EventStoreUnavailableError(`There is no log at ${path}.`);
  const connection = connectReadOnly(path);
  try {
    guarded(path, () => connection.exec('PRAGMA busy_timeout = 5000'));
    checkHeader(path, connection, applicationId);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

/** Looks through the pages of a log of moderate size. @throws EventStoreDamagedError */
export function checkPages(path: string, connection: Connection): void {
  if (statSync(path).size > CHECKED_WHOLE_BYTES) return;
  const verdict = guarded(path, () => connection.prepare('PRAGMA quick_check(1)').raw().get()) as [string];
  if (verdict[0] !== 'ok') throw new EventStoreDamagedError(`${path} is damaged: ${verdict[0]}.`);
}

function checkHeader(path: string, connection: Connection, applicationId: number = APPLICATION_ID): void {
  // The log is renamed into place when it is complete: a file without content was not left by a start cut short.
  if (statSync(path).size === 0) throw new EventStoreDamagedError(`${path} is empty: its content was lost.`);
  const pragma = (name: string): unknown =>
    guarded(path, () => connection.prepare(`PRAGMA ${name}`).raw().get() as [unknown])[0];
  const id = pragma('application_id');
  if (id === LOADING_ID) {
    throw new EventStoreUnavailableError(`A log was being imported into ${path} and is not complete: import it again.`);
  }
  if (id === MOVING_ID && applicationId !== MOVING_ID) {
    throw new EventStoreMovedError(`A log is being moved to ${path} and is not complete: run npm run migrate again.`);
  }
  if (id !== applicationId) {
    throw new EventStoreDamagedError(`${path} is not a log of this software.`);
  }
  const version = Number(pragma('user_version'));
  if (version > SCHEMA_VERSION) {
    throw new EventStoreTooNewError(
      `${path} was written by a newer version (format ${version}; this version knows ${SCHEMA_VERSION}).`,
    );
  }
  if (version < 1) throw new EventStoreDamagedError(`${path} has no format version.`);
}

/** Whether a log was being loaded into the file, and was not completed. */
export const isLoading = (path: string): boolean => isMarked(path, LOADING_ID);

/** Whether a log is on its way into the file, and has not arrived. */
export const isMoving = (path: string): boolean => isMarked(path, MOVING_ID);

function isMarked(path: string, applicationId: number): boolean {
  if (!existsSync(path) || statSync(path).size === 0) return false;
  const outside = connectImmutable(path);
  try {
    const [id] = guarded(path, () => outside.prepare('PRAGMA application_id').raw().get() as [unknown]);
    return id === applicationId;
  } finally {
    outside.close();
  }
}

export interface NewLog {
  readonly applicationId: typeof APPLICATION_ID | typeof LOADING_ID | typeof MOVING_ID;
  readonly installation: string;
  readonly epoch: number;
}

/** Removes a file of SQLite's with what belongs to it. */
export function removeLogFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

/** Makes an empty log, complete before it has its name; what was there under this name is replaced. */
export function createLogFile(path: string, { applicationId, installation, epoch }: NewLog): void {
  const draft = `${path}.new`;
  removeLogFile(draft);
  const connection = connect(draft);
  try {
    guarded(path, () =>
      connection.exec(`
        PRAGMA synchronous = FULL;
        BEGIN;
        PRAGMA application_id = ${applicationId};
        PRAGMA user_version = ${SCHEMA_VERSION};
        ${TABLES}
        ${applicationId === MOVING_ID ? ORIGINS : ''}
        COMMIT;
      `),
    );
    const insert = guarded(path, () => connection.prepare('INSERT INTO meta VALUES (?, ?), (?, ?)'));
    guarded(path, () => insert.run(['installation', installation, 'epoch', String(epoch)]));
    if (applicationId === APPLICATION_ID) guarded(path, () => connection.exec('PRAGMA journal_mode = WAL'));
  } finally {
    connection.close();
  }
  guarded(path, () => {
    renameSync(draft, path);
    syncFolder(dirname(path));
  });
}

/** Makes the renaming itself durable. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // Windows opens no folders, and needs this not.
  sync(folder);
}

/** Waits until what was written to a file is on disk. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
