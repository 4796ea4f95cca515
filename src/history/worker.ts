import { openEventReader, type EventStoreChoice } from '../event-store/engines.js';
import { runThread, type Thread } from '../threads/thread.js';
import { openHistoryToKeep } from './embedded/open.js';
import { HistoryKeeper } from './keeper.js';

/** What the worker is started with. */
export interface KeeperInput {
  readonly dataDir: string;
  readonly eventStore: EventStoreChoice;
}

/** The thread that keeps the past. Whoever starts it sees to it that nobody else does. */
async function work({ dataDir, eventStore }: KeeperInput, thread: Thread<never>): Promise<void> {
  const { log } = thread;
  const events = await openEventReader(eventStore, dataDir);
  try {
    const history = openHistoryToKeep(dataDir, events.installation, log);
    try {
      const keeper = new HistoryKeeper({ events, history, log });
      await keeper.start();
      const stopped = new Promise<void>((resolve) =>
        thread.onStop(async () => {
          await keeper.stop();
          resolve();
        }),
      );
      thread.ready();
      await stopped;
    } finally {
      await history.close();
    }
  } finally {
    await events.close();
  }
}

runThread(work);
