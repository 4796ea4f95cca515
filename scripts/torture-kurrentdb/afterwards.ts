import { openEmbeddedSealReader } from '../../src/audit/embedded/embedded-seals.js';
import { foundBy } from '../../src/audit/verify/found.js';
import { verifyAudit } from '../../src/audit/verify/verify-audit.js';
import { openEventReader } from '../../src/event-store/engines.js';
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
  const seals = await openEmbeddedSealReader(dataDir);
  try {
    const found = foundBy(reader);
    const { findings, events, sealed } = await verifyAudit({ found, seals, kept: [], onProgress: () => undefined });
    const [first] = findings;
    if (first) throw new Error(`${first.damage}: ${first.message}`);
    if (sealed !== events) throw new Error(`Of ${events} events ${sealed} are sealed.`);
    return { documents, sealed };
  } finally {
    await seals.close();
    await reader.close();
  }
}
