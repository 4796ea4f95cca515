import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rebuildHistory } from '../src/history/rebuild.js';
import { checkHistory } from './check-history/check-history.js';
import { generateLog } from './generate/generate.js';
import { storesOf } from './support/folders.js';
import { progressDisplay } from './support/progress-display.js';

const USAGE = `npm run check-history [-- --moments NUMBER] [--events NUMBER] [--seed NUMBER] [--data FOLDER]

Compares history at random cursors with a system that begins empty and is fed the log up to there: every document in every
list, and every count. Makes a log of its own for that, with a history in small blocks, unless it is told of a folder.
  --moments NUMBER   how many cursors; 1000 unless told
  --events NUMBER    length of the log that is made; 10000 unless told
  --seed NUMBER      another number takes other cursors, and tells another story; 1 unless told
  --data FOLDER      a data folder with its history, on which a server may run; its log is where EVENT_STORE_URL says`;

const EMBEDDED = { eventStore: { engine: 'embedded' } } as const;
/** Of the log that is made here: many ends of blocks, and moments on both sides of them. */
const BLOCK_SIZE = 400;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      moments: { type: 'string', default: '1000' },
      events: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [moments, events, seed] = [values.moments, values.events, values.seed].map(Number) as [number, number, number];
  const isUsable = [moments, events].every((n) => Number.isSafeInteger(n) && n > 0) && Number.isSafeInteger(seed);
  if (values.help || !isUsable) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'gongxiang-check-history-'));
  const { eventStore } = values.data === undefined ? EMBEDDED : storesOf(values.data);
  const display = progressDisplay('moments');
  try {
    if (values.data === undefined) {
      await generateLog({ dataDir, events, seed, onProgress: () => undefined });
      await rebuildHistory({ dataDir, log: () => undefined, onProgress: () => undefined, blockSize: BLOCK_SIZE });
    }
    await checkHistory({ dataDir, eventStore, moments, seed, onProgress: (done, total) => display.show(done, total) });
    console.log(`At each of ${moments} moments, history shows what a system shows that was fed the log up to there.`);
  } finally {
    display.end();
    if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
