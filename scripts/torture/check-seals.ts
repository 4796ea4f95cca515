import { openEmbeddedSealReader } from '../../src/audit/embedded/embedded-seals.js';
import { foundBy } from '../../src/audit/verify/found.js';
import { verifyAudit } from '../../src/audit/verify/verify-audit.js';
import type { EventReader } from '../../src/event-store/port.js';

/** Checks that all of the log is sealed, by the seals in a private folder. @returns how many events @throws naming what is wrong */
export async function checkSeals(privateDir: string, log: EventReader): Promise<number> {
  const seals = await openEmbeddedSealReader(privateDir);
  try {
    const { findings, events, sealed } = await verifyAudit({
      found: foundBy(log),
      seals,
      kept: [],
      onProgress: () => undefined,
    });
    const [first] = findings;
    if (first) throw new Error(`${first.damage}: ${first.message}`);
    if (sealed !== events) throw new Error(`Of ${events} events ${sealed} are sealed.`);
    return sealed;
  } finally {
    await seals.close();
  }
}
