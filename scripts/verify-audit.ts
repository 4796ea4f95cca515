import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbeddedSealReader } from '../src/audit/embedded/embedded-seals.js';
import { foundByThreads } from '../src/audit/embedded/hashing/found-by-threads.js';
import { formatKeptSeals, parseKeptSeals } from '../src/audit/kept-seals.js';
import { foundBy, type Found } from '../src/audit/verify/found.js';
import { verifyAudit, type Verdict } from '../src/audit/verify/verify-audit.js';
import type { Seal } from '../src/audit/seal.js';
import type { Stores } from '../src/config/config.js';
import { openEventReader } from '../src/event-store/engines.js';
import { verifyExport, type ExportVerdict } from '../src/exports/verify/verify-export.js';
import type { PartVerdict } from '../src/exports/verify/verify-part.js';
import { storesOf } from './support/folders.js';
import { fileProgress, progressDisplay } from './support/progress-display.js';

const USAGE = `npm run verify-audit [-- --data DIR | --export FILE] [--against FILE] [--save FILE]

Checks the log against its seals, also while a server writes them. Ends with 1 if anything is not as it was sealed.
  --data DIR       data folder; DATA_DIR by default. The log is where EVENT_STORE_URL says
  --export FILE    not a data folder but what npm run export wrote, whole or a part
  --against FILE   also against seals that were kept elsewhere, one a line: catches a history that was sealed anew
  --save FILE      if nothing is wrong, writes all seals there, to be kept elsewhere; a file that is there is replaced
                   only if it is given to --against, too`;

/** More would bury the first, which tells most. */
const SHOWN = 50;

/** A file is read by several threads at once. */
async function* foundIn({ dataDir, eventStore }: Stores): AsyncGenerator<readonly Found[], void> {
  if (eventStore.engine === 'embedded') {
    yield* foundByThreads(dataDir);
    return;
  }
  const log = await openEventReader(eventStore, dataDir);
  try {
    yield* foundBy(log);
  } finally {
    await log.close();
  }
}

async function verifyFolder(stores: Stores, kept: readonly Seal[]): Promise<Verdict & { readonly extent: 'folder' }> {
  const seals = await openEmbeddedSealReader(stores.privateDir);
  try {
    const display = progressDisplay('events');
    try {
      const onProgress = (done: number, total: number): void => display.show(done, total);
      const verdict = await verifyAudit({ found: foundIn(stores), seals, kept, onProgress });
      return { extent: 'folder', ...verdict };
    } finally {
      display.end();
    }
  } finally {
    await seals.close();
  }
}

async function verifyFile(path: string, kept: readonly Seal[]): Promise<ExportVerdict> {
  const progress = fileProgress(path);
  try {
    return await verifyExport({ path, kept, onProgress: progress.told });
  } finally {
    progress.end();
  }
}

const wholeIsSound = ({ events, sealed, seals }: Verdict): string =>
  `All is as it was sealed: ${sealed} events under ${seals.length} seals; ${events - sealed} not sealed yet.`;

function partIsSound({ events, sealed, seals, held }: PartVerdict, isKept: boolean): string {
  const byKept = isKept ? ` Kept seals hold ${held} of them fast.` : '';
  return `All of this part is as it was sealed: ${sealed} events under ${seals.length} seals; ${events - sealed} not sealed yet.${byKept}`;
}

/** Complete before it has its name, so that a kept copy is never lost halfway. */
function save(path: string, { seals }: Verdict): void {
  writeFileSync(`${path}.new`, formatKeptSeals(seals));
  renameSync(`${path}.new`, path);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      export: { type: 'string' },
      against: { type: 'string' },
      save: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { against, save: target } = values;
  if (target !== undefined && existsSync(target) && (against === undefined || resolve(against) !== resolve(target))) {
    throw new Error(`${target} is there already. Give it to --against, too, so that no kept seal is lost unseen.`);
  }
  const { data, export: file } = values;
  if (file !== undefined && data !== undefined) throw new Error('Either --data or --export: not both.');
  const kept = against === undefined ? [] : parseKeptSeals(readFileSync(against, 'utf8'));
  const verdict = file === undefined ? await verifyFolder(storesOf(data), kept) : await verifyFile(file, kept);
  const part = verdict.extent === 'part' ? verdict : null;
  if (part && target !== undefined) throw new Error('A part has only some seals: there is nothing to --save.');
  const { findings } = verdict;
  for (const { damage, message } of findings.slice(0, SHOWN)) console.error(`${damage}: ${message}`);
  if (findings.length > SHOWN) console.error(`… and ${findings.length - SHOWN} more.`);
  if (findings.length > 0) {
    process.exitCode = 1;
    return;
  }
  console.log(part ? partIsSound(part, kept.length > 0) : wholeIsSound(verdict));
  if (target !== undefined) save(target, verdict);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
