import { openEventReader } from '../../src/event-store/engines.js';
import { checkSeals } from '../torture/check-seals.js';
import { compareWithRebuild } from '../torture/compare-read-models.js';
import type { InstallationOptions } from './installation.js';

/**
 * When the API has stopped: read models as a rebuild makes them, and seals over the whole log. Resolves to how many
 * documents were compared and how many events are sealed.
 *
 * @throws naming what is wrong
 */
export async function checkAfterwards({
  dataDir,
  eventStore,
}: Pick<InstallationOptions, 'dataDir' | 'eventStore'>): Promise<{
  readonly documents: number;
  readonly sealed: number;
}> {
  const documents = await compareWithRebuild(dataDir, eventStore);
  const reader = await openEventReader(eventStore, dataDir);
  try {
    return { documents, sealed: await checkSeals(dataDir, reader) };
  } finally {
    await reader.close();
  }
}
