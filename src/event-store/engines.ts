import { openEmbeddedEventReader } from './embedded/open.js';
import type { EventReader } from './port.js';

/** Which engine keeps the log, and where. The URL may hold a password. */
export type EventStoreChoice =
  { readonly engine: 'embedded' } | { readonly engine: 'kurrentdb'; readonly url: string; readonly prefix: string };

/** A reader for another thread than the one that writes. */
export interface FollowingReader extends EventReader {
  /** Calls back whenever it hears by itself that the log may have grown. */
  onGrowth(grown: () => void): void;
}

/**
 * Opens the chosen log to read. The embedded one tells of nothing by itself: whoever writes it rings.
 *
 * @throws EventStoreUnavailableError when there is no log
 */
export async function openEventReader(choice: EventStoreChoice, dataDir: string): Promise<FollowingReader> {
  if (choice.engine === 'embedded') {
    return Object.assign(await openEmbeddedEventReader(dataDir), { onGrowth: () => undefined });
  }
  // Its native part is loaded only where it is used.
  const { openKurrentDbReader } = await import('./kurrentdb/open.js');
  return openKurrentDbReader(choice);
}
