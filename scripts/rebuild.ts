import { parseArgs } from 'node:util';
import { rebuildReadModels } from '../projections/runner/rebuild.js';
import { loadConfig } from '../src/config/config.js';
import { KEPT } from '../src/history/kept-collections.js';
import { rebuildHistory } from '../src/history/rebuild.js';
import type { ReadModelLog } from '../src/read-models/log.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run rebuild [-- --projection NAME …]

Makes the read models in DATA_DIR anew from the log, beside the present ones, and then swaps them; and the kept history of
those that have one. Stop the server first.
  --projection NAME   only this read model; may be given several times`;

const log: ReadModelLog = (level, message, facts) => {
  if (level === 'error') console.error(message, facts);
};

/** With the progress of the work, and how long it took. */
async function timed(what: string, work: (onProgress: (done: number, total: number) => void) => Promise<void>) {
  const display = progressDisplay('events');
  const started = Date.now();
  try {
    await work((handled, total) => display.show(handled, total));
  } finally {
    display.end();
  }
  console.log(`${what} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { projection: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { dataDir, eventStore } = loadConfig(process.env);
  const only = values.projection ?? null;
  await timed(`The read models in ${dataDir} were rebuilt`, (onProgress) =>
    rebuildReadModels({ dataDir, eventStore, only, log, onProgress }),
  );
  if (only !== null && !KEPT.some(({ name }) => only.includes(name))) return;
  await timed('Their history was rebuilt', (onProgress) => rebuildHistory({ dataDir, eventStore, log, onProgress }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
