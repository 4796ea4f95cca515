import { readFileSync } from 'node:fs';
import { openEmbeddedSealReader } from '../../src/audit/embedded/embedded-seals.js';
import { parseKeptSeals } from '../../src/audit/kept-seals.js';
import { SealStoreError, type SealReader } from '../../src/audit/seal-store.js';
import { openEventReader } from '../../src/event-store/engines.js';
import { partExport } from '../../src/exports/write/part.js';
import type { ExportSource } from '../../src/exports/write/source.js';
import { wholeExport } from '../../src/exports/write/whole.js';
import { Closing } from '../../src/server/closing.js';
import { writeOut } from '../support/output.js';
import { progressBeside } from '../support/progress-display.js';
import type { EventsWanted } from './arguments.js';

/** Writes the log, or a part of it. */
export async function exportEvents(wanted: EventsWanted): Promise<void> {
  const { dataDir, privateDir, eventStore, out, tenant, since, until, against } = wanted;
  const kept = against === null ? [] : parseKeptSeals(readFileSync(against, 'utf8'));
  const isPart = tenant !== null || since !== null || until !== null;
  const closing = new Closing();
  try {
    const log = closing.add(await openEventReader(eventStore, dataDir));
    const seals = await openSeals(privateDir);
    if (seals !== null) closing.add(seals);
    const display = progressBeside(out, 'events');
    const source: ExportSource = { log, seals, onProgress: (done, total) => display?.show(done, total) };
    try {
      await writeOut(isPart ? partExport(source, { tenant, since, until, kept }) : wholeExport(source), out);
    } finally {
      display?.end();
    }
  } finally {
    await closing.close();
  }
}

/** A log that no server ever ran on has no seals. */
async function openSeals(privateDir: string): Promise<SealReader | null> {
  try {
    return await openEmbeddedSealReader(privateDir);
  } catch (error) {
    if (error instanceof SealStoreError && error.problem === 'MISSING') return null;
    throw error;
  }
}
