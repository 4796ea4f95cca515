import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/config.js';
import { generateLog } from './generate/generate.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run generate -- --events NUMBER [--seed NUMBER] [--data FOLDER]

Makes the log of a busy platform in an empty folder, for measurements: commands of many tenants over two years, decided as
the product decides them. A server that is started on the folder makes its read models; npm run rebuild does it too.
  --events NUMBER   at least so many events; a million has 2,000 tenants, 300 accounts and about 100,000 communities
  --seed NUMBER     another number tells another story; 1 unless told
  --data FOLDER     DATA_DIR unless told; nothing may be in it`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [events, seed] = [Number(values.events), Number(values.seed)];
  const isUsable = Number.isSafeInteger(events) && events > 0 && Number.isSafeInteger(seed);
  if (values.help || !isUsable) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const dataDir = values.data ?? loadConfig(process.env).dataDir;
  const display = progressDisplay('events');
  const started = Date.now();
  const onProgress = (made: number, total: number): void => display.show(made, total);
  const made = await generateLog({ dataDir, events, seed, onProgress }).finally(() => display.end());
  console.log(`${made} events were written to ${dataDir} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
