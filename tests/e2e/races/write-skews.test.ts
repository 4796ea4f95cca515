import { setImmediate } from 'node:timers/promises';
import type { Arena } from '../../../scripts/support/races/arena.js';
import { appendsOf, LawfulLog } from '../../../scripts/support/races/lawful-log.js';
import { SKEWS, type Prepare, type Round } from '../../../scripts/support/races/skews.js';
import { seededRandom } from '../../../src/seeded-random.js';
import type { Cursor } from '../../../src/event-store/cursor.js';
import { headOf, logOf } from '../../support/log.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { arenaIn } from './arena.js';

const ROUNDS = 500;
/** Rounds of one arena follow each other; arenas run beside each other. */
const ARENAS = 50;
/** The first of the two starts up to 2^6 turns of the event loop before the other. */
const LONGEST_LEAD = 6;

/** Set SEED to the number in a failing test's name to run the same rounds again. */
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32));

const ORDERS = [
  [0, 1],
  [1, 0],
] as const;
type Order = (typeof ORDERS)[number];

interface Told {
  readonly accepted: readonly boolean[];
  readonly cursors: readonly string[];
}

describe('write skews: no round ends with what no rule allows', () => {
  let system: TestSystem;
  let looked: Cursor | null = null;
  const lawful = new LawfulLog();
  let arenas = 0;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  test.each(SKEWS)(`$name: ${ROUNDS} rounds in each order, seed ${SEED}`, async ({ variants }) => {
    const random = seededRandom(SEED);

    const rounds: Told[] = [];
    for (const order of ORDERS) {
      const told = await Promise.all(
        Array.from({ length: ARENAS }, (__, index) => fight(variants[index % variants.length], order, random)),
      );
      rounds.push(...told.flat());
    }

    expect(rounds).toHaveLength(ORDERS.length * ROUNDS);
    // Each of the two got through at times: it was a race.
    for (const contender of [0, 1]) {
      expect(rounds.filter(({ accepted }) => accepted[contender]).length).toBeGreaterThan(0);
    }
    await expectToBeTrue(rounds);
  });

  async function fight(prepare: Prepare | undefined, order: Order, random: () => number): Promise<Told[]> {
    if (prepare === undefined) throw new Error('There is nothing to fight about.');
    arenas += 1;
    const arena = arenaIn(system, String(arenas));
    const next = await prepare(arena);
    const told: Told[] = [];
    for (let round = 0; round < ROUNDS / ARENAS; round += 1) told.push(await meet(arena, await next(), order, random));
    return told;
  }

  async function meet({ sides }: Arena, round: Round, [first, second]: Order, random: () => number): Promise<Told> {
    const { contenders, bothMay = false, after } = round;
    const lead = Math.floor(2 ** (random() * LONGEST_LEAD)) - 1;
    const earlier = contenders[first](sides[first]);
    for (let turn = 0; turn < lead; turn += 1) await setImmediate();
    const answers = await Promise.all([earlier, contenders[second](sides[second])]);
    if (first === 1) answers.reverse();
    const accepted = answers.map(({ ok }) => ok);
    const winners = accepted.filter((ok) => ok).length;
    if (winners !== 1 && !(bothMay && winners === 2)) {
      throw new Error(`${winners} of two were accepted: ${JSON.stringify(answers)}`);
    }
    await after(accepted);
    return { accepted, cursors: answers.flatMap((answer) => (answer.ok ? [answer.cursor] : [])) };
  }

  /** The log says so, too: lawful after every append, and every acknowledged success is in it. */
  async function expectToBeTrue(rounds: readonly Told[]): Promise<void> {
    const log = await logOf(system, looked);
    looked = await headOf(system);
    for (const append of appendsOf(log)) lawful.take(append);
    expect(lawful.broken).toEqual([]);
    const written = new Set<string>(log.map(({ cursor }) => cursor));
    expect(rounds.flatMap(({ cursors }) => cursors).filter((cursor) => !written.has(cursor))).toEqual([]);
  }
});
