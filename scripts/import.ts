import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { importWhole } from '../src/exports/import/import.js';
import { openEmbeddedTarget } from '../src/exports/import/target.js';
import { storesOf } from './support/folders.js';
import { fileProgress } from './support/progress-display.js';

const USAGE = `npm run import -- --from FILE [--data DIR]

Makes a log again from a whole export, in a data folder where nothing has happened yet: the same events, cursors, seals
and used idempotency keys. Everything is checked on the way; a file that is damaged is refused, and nothing is left of it.
An import that is killed leaves nothing that a server starts on: run it again. People and secrets are not in an export.
It fills a folder, also where EVENT_STORE_URL names a KurrentDB: npm run migrate moves the log there afterwards.
  --from FILE   what npm run export wrote; - is standard input
  --data DIR    data folder; DATA_DIR by default`;

const AT_ONCE = 1024 * 1024;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const { from } = values;
  if (values.help || from === undefined) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const { eventStore, ...folders } = storesOf(values.data);
  const progress = from === '-' ? null : fileProgress(from);
  const started = Date.now();
  const imported = await importWhole({
    chunks: from === '-' ? process.stdin : createReadStream(from, { highWaterMark: AT_ONCE }),
    open: (origin) => openEmbeddedTarget(folders, origin),
    onProgress: (bytes) => progress?.told(bytes),
  }).finally(() => progress?.end());
  const { events, seals } = imported;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${events} events and ${seals} seals were imported into ${folders.dataDir} in ${seconds} s.`);
  if (eventStore.engine === 'embedded') return;
  console.log(
    `EVENT_STORE_URL names a KurrentDB: npm run migrate -- --from ${folders.dataDir} --to URL moves the log there.`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
