import { parseArgs } from 'node:util';
import { benchAppends, formatAppends } from './bench/appends.js';
import { benchBindCommunities, formatBind } from './bench/bind-communities.js';
import { withGeneratedLog } from './bench/generated-log.js';
import { benchHistory, formatHistory } from './bench/history.js';
import { benchTrail, formatTrail } from './bench/trail.js';
import { benchVerification, formatVerification } from './bench/verification.js';
import { kurrentDbUrl } from './support/kurrentdb-url.js';
import { progressDisplay, type ProgressDisplay } from './support/progress-display.js';

/** Measured on a generated log. */
const ON_A_LOG = ['trail', 'history', 'audit'] as const;
const PARTS = ['appends', 'bind', 'kurrentdb', ...ON_A_LOG] as const;
type Part = (typeof PARTS)[number];

const USAGE = `npm run bench [-- --part NAME …] [--events NUMBER] [--data FOLDER]

Speed. Of appends and of the whole stack as ratios measured in one run: absolute figures are this machine's, ratios are the
software's. Of searches of the trail (trail) and questions about past moments (history) in milliseconds, and of verify-audit
(audit) in seconds, all with the memory that they take. The part kurrentdb needs a server (KURRENTDB_URL, or
EVENT_STORE_URL), on which it leaves what it wrote.
  --part NAME       only this part: ${PARTS.join(', ')}; may be given several times
  --events NUMBER   length of the log that these three measure; 100000 unless told
  --data FOLDER     keeps that log and what is made of it there, and measures what is there already`;

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const tellStage = (what: string): void => void process.stderr.write(`  ${what}\n`);

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
    write(`${formatBind(await benchBindCommunities({ onProgress: tellStage }))}\n`);
  }
  if (values.part.includes('kurrentdb')) {
    write('The whole stack on KurrentDB, next to the bare client and to a no-op on the same stack:');
    const url = kurrentDbUrl();
    if (url === null) write('skipped: neither KURRENTDB_URL nor EVENT_STORE_URL names a server\n');
    else {
      // The client's native part is loaded only where it is used.
      const { benchKurrentDb, formatKurrentDb } = await import('./bench/kurrentdb.js');
      write(`${formatKurrentDb(await benchKurrentDb({ url, onProgress: tellStage }))}\n`);
    }
  }
  const { part: parts, data: dataDir = null } = values;
  if (ON_A_LOG.some((part) => parts.includes(part))) {
    const stages = new Stages();
    const onProgress = (what: string, done: number, total: number): void => stages.show(what, done, total);
    await withGeneratedLog({ events, dataDir, onProgress }, async (folder) => {
      if (parts.includes('trail')) stages.tell(formatTrail(await benchTrail(folder, onProgress)));
      if (parts.includes('history')) stages.tell(formatHistory(await benchHistory(folder, onProgress)));
      if (parts.includes('audit')) stages.tell(formatVerification(await benchVerification(folder)));
    }).finally(() => stages.end());
  }
}

/** Shows how far one stage after the other is. */
class Stages {
  #shown: { readonly what: string; readonly display: ProgressDisplay } | null = null;

  show(what: string, done: number, total: number): void {
    if (this.#shown?.what !== what) {
      this.end();
      write(`On a generated log: ${what}`);
      this.#shown = { what, display: progressDisplay('done') };
    }
    this.#shown.display.show(done, total);
  }

  tell(figures: string): void {
    this.end();
    write(`${figures}\n`);
  }

  end(): void {
    this.#shown?.display.end();
    this.#shown = null;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
