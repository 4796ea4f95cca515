import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { PrivateFolderLockedError, privateStoreError, PrivateStoreError } from './errors.js';

export interface FolderLock {
  release(): void;
}

/**
 * Says that this process works with the private folder: beside others that say so too, or alone. A lock of the operating
 * system on a file of its own, which ends with the process however that ends.
 *
 * @throws PrivateFolderLockedError where somebody else works with it, one of them alone
 */
export function lockPrivateFolder(privateDir: string, how: 'SHARED' | 'ALONE'): FolderLock {
  const lock = lockFile(privateDir, 'private.lock', how);
  if (lock === null) throw new PrivateFolderLockedError(privateDir);
  return lock;
}

/**
 * The right of one process among those that share the folder to play a part for all of them; null where another one has
 * it. It ends with the process, too.
 */
export function lockPart(privateDir: string, part: string): FolderLock | null {
  return lockFile(privateDir, `${part}.lock`, 'ALONE');
}

/** Null where it is held in a way that does not go together. */
function lockFile(privateDir: string, name: string, how: 'SHARED' | 'ALONE'): FolderLock | null {
  const file = join(privateDir, name);
  let connection: Database.Database | null = null;
  try {
    mkdirSync(privateDir, { recursive: true });
    const opened = new Database(file, { timeout: 0 });
    connection = opened;
    // A journal on disk would be left behind by a process that is killed.
    opened.exec(`PRAGMA journal_mode = MEMORY; BEGIN ${how === 'ALONE' ? 'EXCLUSIVE' : 'DEFERRED'}`);
    // A deferred transaction holds its part of the lock once it has read.
    opened.prepare('SELECT count(*) FROM sqlite_schema').all();
    return {
      release: () => {
        if (!opened.open) return;
        opened.exec('ROLLBACK');
        opened.close();
      },
    };
  } catch (error) {
    connection?.close();
    const problem = privateStoreError(error, file);
    if (problem instanceof PrivateStoreError && problem.problem === 'BUSY') return null;
    throw problem;
  }
}
