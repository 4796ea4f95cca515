import { openEmbeddedEventReader } from './embedded/open.js';
import type { EventReader } from './port.js';

/** Which engine keeps the log, and where. The URL may hold a password. */
export type EventStoreChoice =
  { readonly engine: 'embedded' } | { readonly engine: 'kurrentdb'; readonly url: string; readonly prefix: string };

/**
 * Opens the chosen log to read.
 *
 * @throws EventStoreUnavailableError when there is no log
 */
export async function openEventReader(choice: EventStoreChoice, dataDir: string): Promise<EventReader> {
  if (choice.engine === 'embedded') return openEmbeddedEventReader(dataDir);
  // Its native part is loaded only where it is used.
  const { openKurrentDbReader } = await import('./kurrentdb/open.js');
  return openKurrentDbReader(choice);
}
