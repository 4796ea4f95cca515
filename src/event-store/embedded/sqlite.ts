import { pathToFileURL } from 'node:url';
import Sqlite from 'libsql';
import { EventStoreDamagedError, EventStoreError, EventStoreFullError, EventStoreUnavailableError } from '../errors.js';

export type Connection = Sqlite.Database;
export type Statement = Sqlite.Statement;

/** Opens a file to write; makes it when it is not there. */
export const connect = (path: string): Connection => guarded(path, () => new Sqlite(path));

/** Opens an existing file to read only. */
export const connectReadOnly = (path: string): Connection =>
  guarded(path, () => new Sqlite(`${pathToFileURL(path).href}?mode=ro`));

/** Opens an existing file as if on a read-only disk: no lock, no file beside it, the write-ahead log not looked at. */
export const connectImmutable = (path: string): Connection =>
  guarded(path, () => new Sqlite(`${pathToFileURL(path).href}?mode=ro&immutable=1`));

/** SQLite's code, e.g. `SQLITE_FULL`, or the empty string. */
export function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** One table from SQLite's codes to the store's errors. */
export function toStoreError(path: string, error: unknown): EventStoreError {
  if (error instanceof EventStoreError) return error;
  const code = sqliteCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === 'SQLITE_FULL') return new EventStoreFullError(`There is no more room for ${path}.`, { cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new EventStoreDamagedError(`${path} is damaged: ${reason}.`, { cause: error });
  }
  return new EventStoreUnavailableError(`${path} cannot be used: ${reason}.`, { cause: error });
}

/** Runs what uses the file at `path`. @throws EventStoreError for whatever goes wrong */
export function guarded<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw toStoreError(path, error);
  }
}
