import { openEventReader, type EventStoreChoice } from '../event-store/engines.js';
import { parseCursor, slotOf, type Cursor } from '../event-store/cursor.js';
import type { EventReader, StoredEvent } from '../event-store/port.js';
import { openHistoryToRead } from './embedded/open.js';
import { Past, type PastOptions } from './past.js';

export interface PastPlace {
  readonly dataDir: string;
  /** Where the log is; in the data folder unless told. */
  readonly eventStore?: EventStoreChoice;
}

export interface OpenPastOptions {
  /** Told now and again, while a moment is folded, which position has been reached, and where the log ends. */
  readonly onProgress?: (position: number, end: number) => void;
}

/**
 * The past of a data folder, read only: a server may run on it. Where no history is kept, or it lags, a moment is folded
 * from the last block on, however long that takes.
 *
 * @throws EventStoreUnavailableError when there is no log
 */
export async function openPast(
  { dataDir, eventStore = { engine: 'embedded' } }: PastPlace,
  { onProgress }: OpenPastOptions = {},
): Promise<Pick<Past, 'at' | 'close'>> {
  const events = await openEventReader(eventStore, dataDir);
  try {
    const kept = openHistoryToRead(dataDir, events.installation);
    const read = onProgress === undefined ? events : watched(events, onProgress);
    const past = new Past({ events: read, kept, mostFolded: Infinity });
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

/** Events between two tellings. */
const TOLD_EVERY = 1_000;

function watched(events: EventReader, onProgress: NonNullable<OpenPastOptions['onProgress']>): PastOptions['events'] {
  async function* readAll(...from: Parameters<EventReader['readAll']>): AsyncGenerator<StoredEvent, void> {
    const end = positionOf(await events.head());
    let passed = 0;
    for await (const event of events.readAll(...from)) {
      passed += 1;
      if (passed % TOLD_EVERY === 0) onProgress(positionOf(event.cursor), end);
      yield event;
    }
  }
  return { readAll, head: () => events.head(), acceptCursor: (text) => events.acceptCursor(text) };
}

const positionOf = (cursor: Cursor): number => slotOf(parseCursor(cursor));
