import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countOption } from './support/count-option.js';
import { fuzzCallbacks, type FuzzReport } from './fuzz-callbacks/fuzz.js';
import { startFuzzedServer } from './fuzz-callbacks/fuzzed-server.js';
import { seededRandom } from '../src/seeded-random.js';

const USAGE = `Usage: npm run fuzz-callbacks [-- --count 100000 --in-flight 32 --seed NUMBER]

Sends malformed callbacks to a server of its own, and valid ones meanwhile, and tells what it answered, how long the valid
ones took, and how much of its heap is in use.`;

const MEGABYTE = 1_048_576;
const MOST_GROWTH = 32 * MEGABYTE;
const SLOWEST_MS = 1_000;

function show({ statuses, valid, heap, seconds }: FuzzReport, count: number): string {
  const kinds = Object.entries(statuses).sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = kinds.map(
    ([kind, found]) =>
      `${kind.padEnd(28)} ${Object.entries(found)
        .map(([status, times]) => `${status}: ${times}`)
        .join(', ')}`,
  );
  return [
    ...lines,
    `${count} malformed ones in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} a second)`,
    `${valid.count} valid ones meanwhile: median ${valid.medianMs.toFixed(1)} ms, slowest ${valid.slowestMs.toFixed(1)} ms`,
    `heap in use after a tenth ${(heap.before / MEGABYTE).toFixed(1)} MiB, at the end ${(heap.after / MEGABYTE).toFixed(1)} MiB`,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '100000' },
      'in-flight': { type: 'string', default: '32' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const seed = Number(values.seed);
  const [count, inFlight] = [countOption('count', values.count), countOption('in-flight', values['in-flight'])];
  process.stdout.write(`seed ${seed} (again with: npm run fuzz-callbacks -- --seed ${seed})\n`);
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-fuzz-'));
  try {
    const server = await startFuzzedServer(dataDir, join(__dirname, 'fuzz-callbacks', 'server.js'));
    try {
      const { url, heap } = server;
      const report = await fuzzCallbacks({
        url,
        heap,
        count,
        inFlight,
        random: seededRandom(seed),
      });
      process.stdout.write(show(report, count));
      if (report.wrong.length > 0)
        throw new Error(`Answered as it must not be: ${report.wrong.slice(0, 10).join('; ')}`);
      if (report.valid.slowestMs > SLOWEST_MS) throw new Error('A valid callback was answered too late.');
      if (report.heap.after - report.heap.before > MOST_GROWTH) throw new Error('The server’s memory has grown.');
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write('Everything malformed was refused, and everything valid was answered in time.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
