import { appendsOf, LawfulLog } from '../../../scripts/support/races/lawful-log.js';
import { SKEWS } from '../../../scripts/support/races/skews.js';
import type { Facing } from '../../../scripts/torture-several/arena.js';
import { codeRaces } from '../../../scripts/torture-several/code-races.js';
import { skewRaces } from '../../../scripts/torture-several/skew-races.js';
import { staleRefusals } from '../../../scripts/torture-several/stale-refusals.js';
import { Tally } from '../../../scripts/torture-several/tally.js';
import { seededRandom } from '../../../src/seeded-random.js';
import { withKurrentDb } from '../../support/kurrentdb.js';
import { logOf } from '../../support/log.js';
import { startPair, type Pair } from './pair.js';

/** A thousand of each: `npm run torture:several`. */
const ROUNDS = 50;
const ARENAS = 4;

/** Set SEED to the number in a failing test's name to run the same rounds again. */
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32));

describe('two processes on one KurrentDB, raced against each other', () => {
  withKurrentDb((url) => {
    let pair: Pair;
    let tally: Tally;
    const answered: string[] = [];
    beforeAll(async () => {
      pair = await startPair(url);
    });
    afterAll(() => pair.close());
    beforeEach(() => {
      tally = new Tally();
    });
    afterEach(() => {
      answered.push(...tally.cursors);
    });

    /** In arenas beside each other, whose sides are turned round from one to the next. */
    async function race(prepare: (number: string, facing: Facing, at: number) => Promise<() => Promise<void>>) {
      let begun = 0;
      await Promise.all(
        Array.from({ length: ARENAS }, async (_, at) => {
          const round = await prepare(String(at), at % 2 === 0 ? [0, 1] : [1, 0], at);
          while (begun < ROUNDS) {
            begun += 1;
            await round();
          }
        }),
      );
    }

    test(`R9: one code has one winner, ${ROUNDS} rounds`, async () => {
      await race((number, facing) => codeRaces(pair, number, facing, tally));
      expect(tally.of('won on process A') + tally.of('won on process B')).toBe(ROUNDS);
    });

    test.each(SKEWS.map((skew, kind) => ({ ...skew, kind })))(
      `$name: ${ROUNDS} rounds, seed ${SEED}`,
      async ({ kind, variants }) => {
        const random = seededRandom(SEED);
        await race((number, facing, at) => {
          const prepare = variants[at % variants.length];
          if (prepare === undefined) throw new Error('There is nothing to race for.');
          return skewRaces(pair, `${kind}-${number}`, facing, tally, { prepare, first: at < 2 ? 0 : 1, random });
        });
        expect(tally.cursors.length).toBeGreaterThanOrEqual(ROUNDS);
      },
    );

    test(`R20, R21: nobody is told that bindings remain once the unbinding was answered, ${ROUNDS} rounds, seed ${SEED}`, async () => {
      const random = seededRandom(SEED);
      await race((number, facing, at) =>
        staleRefusals(pair, number, facing, tally, { by: at < 2 ? 'recipient' : 'owner', random }),
      );
      expect(tally.of('revoked after the unbinding')).toBeGreaterThan(0);
    });

    test('the log was lawful after each append, and holds all that was answered', async () => {
      const log = await logOf(pair.systems[0]);
      const lawful = new LawfulLog();
      for (const append of appendsOf(log)) lawful.take(append);
      expect(lawful.broken).toEqual([]);
      const written = new Set<string>(log.map(({ cursor }) => cursor));
      expect(answered.length).toBeGreaterThan(ROUNDS * SKEWS.length);
      expect(answered.filter((cursor) => !written.has(cursor))).toEqual([]);
    });
  });
});
