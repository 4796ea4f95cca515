import { openEmbeddedSealReader } from '../../src/audit/embedded/embedded-seals.js';
import { foundBy } from '../../src/audit/verify/found.js';
import { verifyAudit } from '../../src/audit/verify/verify-audit.js';
import type { EventReader } from '../../src/event-store/port.js';

/** Checks the seals in a private folder against the log. @returns how many events it has @throws naming what is wrong */
export async function checkSeals(privateDir: string, log: EventReader): Promise<{ events: number; sealed: number }> {
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
    return { events, sealed };
  } finally {
    await seals.close();
  }
}
