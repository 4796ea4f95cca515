import { join } from 'node:path';
import Sqlite from 'libsql';
import { ReadModelsLockedError } from './errors.js';

/** The right to feed the read models of a data folder. */
export interface ReadModelsLock {
  release(): void;
}

/**
 * Takes the folder's lock: an exclusive transaction on a file of its own, held for as long as the process lives, so that
 * the operating system frees it however the process ends.
 *
 * @throws ReadModelsLockedError
 */
export function lockReadModels(dataDir: string): ReadModelsLock {
  const connection = new Sqlite(join(dataDir, 'readmodels.lock'));
  try {
    // A journal on disk would be left behind by a process that is killed.
    connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new ReadModelsLockedError(dataDir, { cause: error });
    }
    throw error;
  }
  return {
    release: () => {
      if (!connection.open) return;
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}
