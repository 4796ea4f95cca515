import { parseArgs } from 'node:util';
import { benchAppends, formatAppends } from './bench/appends.js';
import { benchBindCommunities, formatBind } from './bench/bind-communities.js';
import { benchTrail, formatTrail } from './bench/trail.js';
import { progressDisplay, type ProgressDisplay } from './support/progress-display.js';

const PARTS = ['appends', 'bind', 'trail'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `npm run bench [-- --part NAME …] [--events NUMBER] [--data FOLDER]

Speed. Of appends and of the whole stack as ratios measured in one run: absolute figures are this machine's, ratios are the
software's. Of searches of the trail in milliseconds.
  --part NAME       only this part: ${PARTS.join(', ')}; may be given several times
  --events NUMBER   length of the log whose trail is searched; 100000 unless told
  --data FOLDER     keeps that log and its read models there, and searches what is there already`;

const write = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true, default: [...PARTS] },
      events: { type: 'string', default: '100000' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);
  const events = Number(values.events);
  if (values.help || !values.part.every(isPart) || !(Number.isSafeInteger(events) && events > 0)) {
    write(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  if (values.part.includes('appends')) {
    write('Embedded event store, next to a raw loop with the same table, indexes, rows and batches:');
    write(`${formatAppends(await benchAppends())}\n`);
  }
  if (values.part.includes('bind')) {
    write('The whole stack, next to a no-op on the same stack:');
    const figure = await benchBindCommunities({ onProgress: (what) => process.stderr.write(`  ${what}\n`) });
    write(`${formatBind(figure)}\n`);
  }
  if (values.part.includes('trail')) {
    let shown: { readonly what: string; readonly display: ProgressDisplay } | null = null;
    const onProgress = (what: string, done: number, total: number): void => {
      if (shown?.what !== what) {
        shown?.display.end();
        write(`Trail: ${what}`);
        shown = { what, display: progressDisplay('done') };
      }
      shown.display.show(done, total);
    };
    const bench = await benchTrail({ events, dataDir: values.data ?? null, onProgress });
    (shown as { readonly display: ProgressDisplay } | null)?.display.end();
    write(formatTrail(bench));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
