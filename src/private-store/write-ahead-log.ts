import type Database from 'libsql';

/** How long a statement waits for another process of this host, milliseconds. */
export const BUSY_TIMEOUT = 5_000;

/**
 * The change of a new file to a write-ahead log does not honour the busy timeout, so that of two processes opening it
 * at once one would fail: it tries again.
 */
export function useWriteAheadLog(database: Database.Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let left = BUSY_TIMEOUT; ; left -= 10) {
    try {
      database.prepare('PRAGMA journal_mode = WAL').all();
      return;
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (!busy || left <= 0) throw error;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}
