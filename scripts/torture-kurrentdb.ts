import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/seeded-random.js';
import { countOption } from './support/count-option.js';
import { formatMemory } from './support/memory-of.js';
import { UsageError } from './support/usage-error.js';
import { checkAfterwards } from './torture-kurrentdb/afterwards.js';
import { EventServer } from './torture-kurrentdb/event-server.js';
import { openInstallation, type InstallationOptions } from './torture-kurrentdb/installation.js';
import { checkPast } from './torture-kurrentdb/past.js';
import { runRound, type RoundReport } from './torture-kurrentdb/round.js';
import { slotsOf } from './torture-kurrentdb/slots.js';

const USAGE = `Usage: npm run torture:kurrentdb [-- --rounds 10 --in-flight 200 --seed NUMBER]

Kills the KurrentDB behind a running API (SIGKILL) with commands in flight, and starts it again 5 seconds later. Checks
after each round that every acknowledged command is in the log once, that whatever was sent again with the same key has
one effect and one answer, that feeds which stay open over all rounds have told every event once and in order, and what
the probes said; at the end that read models equal a rebuild, that the past can be asked for and that all is sealed.

  KURRENTDB_URL             the server, which nobody else is using: kurrentdb://…
  KURRENTDB_KILL_COMMAND    shell command that ends it at once
  KURRENTDB_START_COMMAND   shell command that starts it again on the same data`;

function settings(): InstallationOptions['eventStore'] & { readonly kill: string; readonly start: string } {
  const missing = (name: string): never => {
    throw new UsageError(`${name} is not set.\n\n${USAGE}`);
  };
  const set = (name: string): string => process.env[name] ?? missing(name);
  return {
    engine: 'kurrentdb',
    // It is killed: not the one of EVENT_STORE_URL, unless that is said again.
    url: set('KURRENTDB_URL'),
    prefix: `torture-${randomBytes(6).toString('hex')}`,
    kill: set('KURRENTDB_KILL_COMMAND'),
    start: set('KURRENTDB_START_COMMAND'),
  };
}

const write = (line: string): void => void process.stdout.write(`${line}\n`);

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

function tell(number: number, report: RoundReport): void {
  const { killedAfterMs, noticedAfterMs, readyAfterMs, acknowledged, retried, told, linesLogged, memory } = report;
  write(
    `round ${number}: killed after ${seconds(killedAfterMs)}, noticed after ${seconds(noticedAfterMs)}, ` +
      `ready ${seconds(readyAfterMs)} after the start; ${acknowledged} acknowledged, ${retried} sent again, all there once; ` +
      `${told} events told by feeds so far; ${linesLogged} lines logged, ${formatMemory(memory)} at most`,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '10' },
      'in-flight': { type: 'string', default: '200' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    write(USAGE);
    return;
  }
  const [wanted, inFlight] = [countOption('rounds', values.rounds), countOption('in-flight', values['in-flight'])];
  const { kill, start, ...eventStore } = settings();
  const seed = Number(values.seed);
  write(`seed ${seed} (again with: npm run torture:kurrentdb -- --seed ${seed})`);
  const random = seededRandom(seed);
  const eventServer = new EventServer({ kill, start });
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-torture-'));
  try {
    const installation = await openInstallation({ dataDir, eventStore, communities: inFlight });
    try {
      const slots = slotsOf(installation.cast, inFlight, random);
      const rounds: RoundReport[] = [];
      for (let number = 1; number <= wanted; number += 1) {
        const report = await runRound(installation, slots, eventServer, random);
        rounds.push(report);
        tell(number, report);
      }
      await checkPast(
        installation,
        rounds.map(({ end }) => end),
      );
    } finally {
      await installation.close();
    }
    const { documents, sealed } = await checkAfterwards({ dataDir, eventStore });
    write(`${documents} documents of read models equal a rebuild; ${sealed} events are sealed.`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  write('Nothing was lost, nothing happened twice, and the API process was the same from beginning to end.');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
