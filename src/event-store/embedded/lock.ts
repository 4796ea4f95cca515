import { join } from 'node:path';
import { EventStoreLockedError } from '../errors.js';
import { connect, sqliteCode, toStoreError } from './sqlite.js';

export interface WriterLock {
  release(): void;
}

/**
 * Makes this process the one that writes the folder. It is a lock of the operating system on a file of its own, so it
 * ends with the process however that ends, and it says nothing to readers.
 *
 * @throws EventStoreLockedError when it is held, by another process or by this one
 */
export function lockForWriting(dataDir: string): WriterLock {
  const path = join(dataDir, 'events.lock');
  const connection = connect(path);
  try {
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) {
      throw new EventStoreLockedError(`Another process writes the log in ${dataDir}.`, { cause: error });
    }
    throw toStoreError(path, error);
  }
  return { release: () => void connection.close() };
}
