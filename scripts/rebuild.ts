import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { rebuildReadModels } from '../projections/runner/rebuild.js';
import { loadConfig } from '../src/config/config.js';

/** Shows how far it is: a bar on a terminal, elsewhere a line for each tenth. */
interface Display {
  show(handled: number, total: number): void;
  end(): void;
}

function bar(): Display {
  const single = new SingleBar({ format: '{bar} {percentage}% | {value} of {total} events' }, Presets.shades_classic);
  let started = false;
  return {
    show: (handled, total) => {
      if (!started) single.start(total, 0);
      started = true;
      single.update(handled);
    },
    end: () => single.stop(),
  };
}

function lines(): Display {
  let shown = 0;
  return {
    show: (handled, total) => {
      const tenth = total === 0 ? 10 : Math.floor((10 * handled) / total);
      if (tenth <= shown) return;
      shown = tenth;
      console.log(`${tenth * 10}% (${handled} of ${total} events)`);
    },
    end: () => undefined,
  };
}

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
  const display = process.stdout.isTTY ? bar() : lines();
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
