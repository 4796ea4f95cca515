import { rmSync } from 'node:fs';
import { snapshotsFile } from '../../application/snapshots/embedded-snapshot-store.js';
import { checkNothingSealed, openEmbeddedSealLoader } from '../../audit/embedded/seal-loader.js';
import type { SealLoader } from '../../audit/seal-store.js';
import type { Folders } from '../../config/config.js';
import { isLogLoading, openEmbeddedLogLoader } from '../../event-store/embedded/loader.js';
import type { LogLoader } from '../../event-store/loader.js';
import type { LogIdentity } from '../../event-store/moving.js';
import { historyFile } from '../../history/embedded/open.js';
import { readModelsFile } from '../../read-models/embedded/open.js';

/** Where a log and its seals are loaded: both of them or nothing. */
export interface ImportTarget {
  readonly log: Pick<LogLoader, 'load'>;
  readonly seals: Omit<SealLoader, 'complete' | 'abandon'>;
  /** From now on a server can start on it. */
  complete(): Promise<void>;
  abandon(): Promise<void>;
}

/**
 * Begins to fill a data folder in which nothing ever happened; what an earlier import left halfway is removed, and so is
 * what can be made again. People, credentials and configuration stay as they are.
 *
 * @throws EventStoreNotEmptyError, EventStoreLockedError, SealStoreError with the folder unchanged
 */
export async function openEmbeddedTarget({ dataDir, privateDir }: Folders, origin: LogIdentity): Promise<ImportTarget> {
  if (!isLogLoading(dataDir)) await checkNothingSealed(privateDir);
  const log = await openEmbeddedLogLoader(dataDir, origin);
  try {
    for (const file of [readModelsFile(dataDir), snapshotsFile(dataDir), historyFile(dataDir)]) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    }
    const seals = await openEmbeddedSealLoader(privateDir);
    return {
      log,
      seals,
      async complete() {
        await seals.complete();
        // Last: as long as it is not done, nobody takes any of it for whole.
        await log.complete();
      },
      async abandon() {
        await seals.abandon();
        await log.abandon();
      },
    };
  } catch (error) {
    await log.abandon();
    throw error;
  }
}
