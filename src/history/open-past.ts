import { openEmbeddedEventReader } from '../event-store/embedded/open.js';
import { openHistoryToRead } from './embedded/open.js';
import { Past } from './past.js';

/**
 * The past of a data folder, read only: a server may run on it. Where no history is kept, or it lags, a moment is folded
 * from the last block on, however long that takes.
 *
 * @throws EventStoreUnavailableError when there is no log
 */
export async function openPast(dataDir: string): Promise<Pick<Past, 'at' | 'close'>> {
  const events = await openEmbeddedEventReader(dataDir);
  try {
    const kept = openHistoryToRead(dataDir, events.installation);
    const past = new Past({ events, kept, mostFolded: Infinity });
    return {
      at: (moment) => past.at(moment),
      close: async () => {
        await past.close();
        await events.close();
      },
    };
  } catch (error) {
    await events.close();
    throw error;
  }
}
