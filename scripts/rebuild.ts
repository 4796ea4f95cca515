import { parseArgs } from 'node:util';
import { rebuildReadModels } from '../projections/runner/rebuild.js';
import { loadConfig } from '../src/config/config.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run rebuild [-- --projection NAME …]

Makes the read models in DATA_DIR anew from the log, beside the present ones, and then swaps them. Stop the server first.
  --projection NAME   only this read model; may be given several times`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { projection: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { dataDir } = loadConfig(process.env);
  const display = progressDisplay('events');
  const started = Date.now();
  try {
    await rebuildReadModels({
      dataDir,
      only: values.projection ?? null,
      log: (level, message, facts) => {
        if (level === 'error') console.error(message, facts);
      },
      onProgress: (handled, total) => display.show(handled, total),
    });
  } finally {
    display.end();
  }
  console.log(`The read models in ${dataDir} were rebuilt in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
