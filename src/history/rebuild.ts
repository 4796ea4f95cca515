import { openEventReader, type EventStoreChoice } from '../event-store/engines.js';
import { parseCursor, slotOf } from '../event-store/cursor.js';
import { lockReadModels } from '../read-models/embedded/lock.js';
import type { ReadModelLog } from '../read-models/log.js';
import { openHistoryToKeep, removeHistory } from './embedded/open.js';
import { HistoryKeeper } from './keeper.js';

export interface RebuildHistoryOptions {
  readonly dataDir: string;
  /** Where the log is; in the data folder unless told. */
  readonly eventStore?: EventStoreChoice;
  readonly log: ReadModelLog;
  /** Events kept so far, of so many. */
  readonly onProgress: (kept: number, total: number) => void;
  /** Events of a block; as of a server unless told. */
  readonly blockSize?: number;
}

/**
 * Makes the kept history of a stopped server's data folder anew from its log. Cut short, it is as far as it came, and a
 * server goes on from there.
 *
 * @throws ReadModelsLockedError while a server feeds the folder's read models
 */
export async function rebuildHistory(wanted: RebuildHistoryOptions): Promise<void> {
  const { dataDir, eventStore = { engine: 'embedded' }, log, onProgress, ...options } = wanted;
  const lock = lockReadModels(dataDir);
  try {
    const events = await openEventReader(eventStore, dataDir);
    try {
      removeHistory(dataDir);
      const history = openHistoryToKeep(dataDir, events.installation, log);
      try {
        const total = slotOf(parseCursor(await events.head()));
        const onBlock = (kept: number): void => onProgress(kept, total);
        await new HistoryKeeper({ events, history, log, onBlock, ...options }).catchUp();
        // What follows on the last block is folded when it is asked for.
        onProgress(total, total);
      } finally {
        await history.close();
      }
    } finally {
      await events.close();
    }
  } finally {
    lock.release();
  }
}
