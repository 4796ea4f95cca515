import { randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/seeded-random.js';
import { countOption } from './support/count-option.js';
import { kurrentDbUrl } from './support/kurrentdb-url.js';
import { progressDisplay } from './support/progress-display.js';
import { SKEWS } from './support/races/skews.js';
import type { Facing } from './torture-several/arena.js';
import { codeRaces } from './torture-several/code-races.js';
import { openInstallation, type Installation } from './torture-several/installation.js';
import { skewRaces } from './torture-several/skew-races.js';
import { staleRefusals } from './torture-several/stale-refusals.js';
import { Tally } from './torture-several/tally.js';
import { verdict } from './torture-several/verdict.js';

const USAGE = `Usage: KURRENTDB_URL=kurrentdb://… npm run torture:several [-- --rounds 1000 --at-once 20 --seed NUMBER]

Two API processes on one KurrentDB, each with read models of its own, are raced against each other: for one share code,
over every pair of commands that must not both be accepted, and unbinding against revoking. In the end the log must be
lawful after every append, what was answered must be in it, and both processes' read models must equal a rebuild.
Streams of its own are written, under a prefix that is told, and left on the server.
  --rounds COUNT    of each kind of race; 1,000 unless told
  --at-once COUNT   races that go on beside each other; 20 unless told`;

type Rounds = (number: string, facing: Facing, at: number) => Promise<() => Promise<void>>;

interface Options {
  readonly installation: Installation;
  readonly rounds: number;
  readonly atOnce: number;
}

/** So many rounds, in arenas beside each other, and what came of them. */
async function race(name: string, { rounds, atOnce }: Options, tally: Tally, prepare: Rounds): Promise<void> {
  const began = performance.now();
  const display = progressDisplay('rounds');
  let [begun, done] = [0, 0];
  await Promise.all(
    Array.from({ length: Math.min(atOnce, rounds) }, async (_, at) => {
      const round = await prepare(String(at), at % 2 === 0 ? [0, 1] : [1, 0], at);
      while (begun < rounds) {
        begun += 1;
        await round();
        done += 1;
        display.show(done, rounds);
      }
    }),
  );
  display.end();
  say(`${name}: ${done} rounds in ${((performance.now() - began) / 1_000).toFixed(1)} s: ${tally.toString()}`);
}

async function raceAll(options: Options, random: () => number): Promise<readonly string[]> {
  const { installation } = options;
  const tallies: Tally[] = [];
  const newTally = (): Tally => {
    const tally = new Tally();
    tallies.push(tally);
    return tally;
  };
  const codes = newTally();
  await race('R9: one code, four tenants on both processes', options, codes, (number, facing) =>
    codeRaces(installation, number, facing, codes),
  );
  for (const [kind, { name, variants }] of SKEWS.entries()) {
    const tally = newTally();
    await race(name, options, tally, (number, facing, at) => {
      const prepare = variants[Math.floor(at / 4) % variants.length];
      if (prepare === undefined) throw new Error('There is nothing to race for.');
      const first = at % 4 < 2 ? 0 : 1;
      return skewRaces(installation, `${kind}-${number}`, facing, tally, { prepare, first, random });
    });
  }
  const stale = newTally();
  await race('R20, R21: unbind on one process, revoke on the other', options, stale, (number, facing, at) =>
    staleRefusals(installation, number, facing, stale, { by: at % 4 < 2 ? 'recipient' : 'owner', random }),
  );
  return tallies.flatMap(({ cursors }) => cursors);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '1000' },
      'at-once': { type: 'string', default: '20' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(USAGE);
    return;
  }
  const url = kurrentDbUrl();
  if (url === null) throw new Error(`KURRENTDB_URL or EVENT_STORE_URL must name a KurrentDB.\n\n${USAGE}`);
  const [rounds, atOnce] = [countOption('rounds', values.rounds), countOption('at-once', values['at-once'])];
  const prefix = `several-${randomBytes(6).toString('hex')}`;
  say(`seed ${values.seed}, prefix ${prefix}`);
  const installation = await openInstallation({ url, prefix });
  try {
    const answered = await raceAll({ installation, rounds, atOnce }, seededRandom(Number(values.seed)));
    const { events, commands, sealed, documents } = await verdict(installation, answered);
    say(
      `${events} events of ${commands} commands: lawful after each, and all ${answered.length} answers are in the log.`,
    );
    say(`${sealed} events are sealed, by whichever of the two came first.`);
    say(`The read models of both processes equal a rebuild: ${documents} documents.`);
    say('Two processes decided as one would have.');
  } finally {
    await installation.close();
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
