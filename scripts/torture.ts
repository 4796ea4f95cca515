import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { countOption } from './support/count-option.js';
import { authorizeNewAccount } from './support/authorize.js';
import { Person } from './support/person.js';
import { localTokens, type TokenRequest } from './support/local-tokens.js';
import { register } from './support/register.js';
import { openEmbeddedEventReader } from '../src/event-store/embedded/open.js';
import { seededRandom } from '../src/seeded-random.js';
import { startServerProcess, type ServerProcess } from './support/server-process.js';
import { checkLog } from './torture/check-log.js';
import { compareWithRebuild } from './torture/compare-read-models.js';
import { makeCommands, send, type SentCommand } from './torture/workload.js';

const USAGE = `Usage: npm run torture [-- --rounds 20 --in-flight 200 --seed NUMBER]

Kills the server (SIGKILL) at a random moment with commands in flight, restarts it, and checks that every acknowledged
command is there, that a retry with the same key has one effect, and that the read models equal a rebuild.`;

interface Round {
  readonly acknowledged: number;
  readonly retried: number;
  readonly killedAfterMs: number;
}

class Torture {
  readonly #run = randomUUID().slice(0, 8);

  constructor(
    private readonly dataDir: string,
    private readonly inFlight: number,
    private readonly random: () => number,
    private readonly tokenFor: (request: TokenRequest) => Promise<string>,
  ) {}

  async round(number: number): Promise<Round> {
    const first = await startServerProcess({ dataDir: this.dataDir });
    const { commands, killedAfterMs } = await this.#killWithCommandsInFlight(first, number);
    const acknowledged = commands.filter((command) => command.acknowledged !== null).length;

    const second = await startServerProcess({ dataDir: this.dataDir });
    try {
      await this.#retryAll(second, commands);
    } finally {
      await second.stop();
    }
    await this.#check(commands);
    return { acknowledged, retried: commands.length - acknowledged, killedAfterMs };
  }

  async #killWithCommandsInFlight(server: ServerProcess, number: number) {
    const owner = await this.#person(server.url, `owner-${number}`);
    const people = await Promise.all(
      Array.from({ length: 20 }, (_, index) => this.#person(server.url, `tenant-${number}-${index}`)),
    );
    const appId = await authorizeNewAccount(owner, 'torture');
    const communities = await register(owner, this.inFlight);
    const commands = makeCommands(this.inFlight, people, { appId, owner, communities }, this.random);
    const answers = commands.map(async (command) => {
      command.acknowledged = await send(command).catch(() => null);
    });
    const killedAfterMs = Math.floor(this.random() * 900);
    await delay(killedAfterMs);
    await server.stop('SIGKILL');
    await Promise.all(answers);
    return { commands, killedAfterMs };
  }

  /** Every command again with its key: the acknowledged ones get the same answer, the others one effect. */
  async #retryAll(server: ServerProcess, commands: readonly SentCommand[]): Promise<void> {
    await Promise.all(
      commands.map(async (command) => {
        const again = { ...command, person: new Person(command.person.name, server.url, command.person.token, 'en') };
        const answer = await send(again);
        if (command.acknowledged !== null && command.acknowledged !== answer) {
          throw new Error(`${command.field} answered ${command.acknowledged} and then ${answer}.`);
        }
        const third = await send(again);
        if (third !== answer) throw new Error(`${command.field} answered ${answer} and then ${third}.`);
      }),
    );
  }

  async #check(commands: readonly SentCommand[]): Promise<void> {
    const reader = await openEmbeddedEventReader(this.dataDir);
    try {
      const written = await checkLog(reader.readAll(null));
      if (written.size < commands.length) throw new Error('A command that was acknowledged is not in the log.');
    } finally {
      await reader.close();
    }
    await compareWithRebuild(this.dataDir);
  }

  async #person(url: string, id: string): Promise<Person> {
    const tenant = { id: `${id}-${this.#run}`, name: null };
    return new Person(id, url, await this.tokenFor({ subject: `person-${id}`, roles: ['OPERATOR'], tenant }), 'en');
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '20' },
      'in-flight': { type: 'string', default: '200' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const [rounds, inFlight] = [countOption('rounds', values.rounds), countOption('in-flight', values['in-flight'])];
  const seed = Number(values.seed);
  process.stdout.write(`seed ${seed} (again with: npm run torture -- --seed ${seed})\n`);
  const dataDir = mkdtempSync(join(tmpdir(), 'gongxiang-torture-'));
  try {
    const torture = new Torture(dataDir, inFlight, seededRandom(seed), await localTokens(dataDir));
    for (let number = 1; number <= rounds; number += 1) {
      const { acknowledged, retried, killedAfterMs } = await torture.round(number);
      process.stdout.write(
        `round ${number}: killed after ${killedAfterMs} ms, ${acknowledged} acknowledged, ${retried} retried, all there once\n`,
      );
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write('Nothing was lost and nothing happened twice.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
