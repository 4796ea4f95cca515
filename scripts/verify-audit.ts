import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbeddedSealReader } from '../src/audit/embedded/embedded-seals.js';
import { foundByThreads } from '../src/audit/embedded/hashing/found-by-threads.js';
import { formatKeptSeals, parseKeptSeals } from '../src/audit/kept-seals.js';
import { verifyAudit, type Verdict } from '../src/audit/verify/verify-audit.js';
import { loadConfig } from '../src/config/config.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run verify-audit [-- --data DIR] [--against FILE] [--save FILE]

Checks the log against its seals, also while a server writes them. Ends with 1 if anything is not as it was sealed.
  --data DIR       data folder; DATA_DIR by default
  --against FILE   also against seals that were kept elsewhere, one a line: catches a history that was sealed anew
  --save FILE      if nothing is wrong, writes all seals there, to be kept elsewhere; a file that is there is replaced
                   only if it is given to --against, too`;

/** More would bury the first, which tells most. */
const SHOWN = 50;

async function verify(dataDir: string, against: string | undefined): Promise<Verdict> {
  const kept = against === undefined ? [] : parseKeptSeals(readFileSync(against, 'utf8'));
  const seals = await openEmbeddedSealReader(dataDir);
  try {
    const display = progressDisplay('events');
    try {
      const onProgress = (done: number, total: number): void => display.show(done, total);
      return await verifyAudit({ found: foundByThreads(dataDir), seals, kept, onProgress });
    } finally {
      display.end();
    }
  } finally {
    await seals.close();
  }
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
  const verdict = await verify(values.data ?? loadConfig(process.env).dataDir, against);
  const { findings, events, sealed, seals } = verdict;
  for (const { damage, message } of findings.slice(0, SHOWN)) console.error(`${damage}: ${message}`);
  if (findings.length > SHOWN) console.error(`… and ${findings.length - SHOWN} more.`);
  if (findings.length > 0) {
    process.exitCode = 1;
    return;
  }
  console.log(
    `All is as it was sealed: ${sealed} events under ${seals.length} seals; ${events - sealed} not sealed yet.`,
  );
  if (target !== undefined) save(target, verdict);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
