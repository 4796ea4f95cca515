import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Sqlite from 'libsql';
import { formatKeptSeals, parseKeptSeals } from '../../../../src/audit/kept-seals.js';
import type { Seal } from '../../../../src/audit/seal.js';
import type { Damage, Finding } from '../../../../src/audit/verify/finding.js';
import { copyOf, makeSealedLog, sealAnew, verified } from './sealed-log.js';

const PORTIONS = [1, 30, 7, 60, 2, 90, 45, 15, 70];
const SIZES = PORTIONS.map((_, at) => PORTIONS.slice(0, at + 1).reduce((sum, portion) => sum + portion));
const EVENTS = SIZES.at(-1) ?? 0;
const RUNS = 100;
const SEED = Number(process.env['TAMPERING_SEED'] ?? Date.now() % 1_000_000);

/** What one tampering must lead to. */
interface Expected {
  readonly damage: readonly Damage[];
  /** Places of events, from 0; empty where it is about none. */
  readonly at: readonly number[];
  /** Sizes of the seals on either side. */
  readonly between: Finding['between'];
}

const around = (index: number): Finding['between'] => [
  SIZES.findLast((size) => size <= index) ?? null,
  SIZES.find((size) => size > index) ?? null,
];

type Tamper = (events: Sqlite.Database, seals: Sqlite.Database, a: number, b: number) => Expected;

const swapPositions = `UPDATE event SET position = CASE position WHEN ?1 THEN -?2 ELSE -?1 END WHERE position IN (?1, ?2)`;
const settle = 'UPDATE event SET position = -position WHERE position < 0';

const TAMPERINGS: Readonly<Record<string, Tamper>> = {
  'a byte of an event’s data flipped': (events, _, a, b) => {
    const position = (a % EVENTS) + 1;
    const [row] = events.prepare('SELECT data FROM event WHERE position = ?').all(position) as { data: string }[];
    const data = Buffer.from(row?.data ?? '');
    data.writeUInt8(data.readUInt8(b % data.length) ^ 1, b % data.length);
    events.prepare('UPDATE event SET data = ? WHERE position = ?').run(data.toString(), position);
    const at = position - 1;
    return { damage: ['EVENT_CHANGED', 'EVENT_UNREADABLE'], at: [at], between: around(at) };
  },
  'an event deleted': (events, _, a) => {
    const at = a % EVENTS;
    events.prepare('DELETE FROM event WHERE position = ?').run(at + 1);
    return { damage: ['EVENT_REMOVED'], at: [at], between: around(at) };
  },
  'an event inserted': (events, _, a) => {
    const at = a % EVENTS;
    events.prepare('UPDATE event SET position = -(position + 1) WHERE position > ?').run(at);
    events.exec(settle);
    events
      .prepare(
        `INSERT INTO event SELECT ?, 'tenant-new', 0, type, 'e-new', occurred_at, metadata, data FROM event LIMIT 1`,
      )
      .run(at + 1);
    return { damage: ['EVENT_INSERTED'], at: [at], between: around(at) };
  },
  'two events swapped': (events, _, a, b) => {
    const one = a % EVENTS;
    const other = (one + 1 + (b % (EVENTS - 1))) % EVENTS;
    events.prepare(swapPositions).run(one + 1, other + 1);
    events.exec(settle);
    return { damage: ['EVENT_MOVED'], at: [one, other], between: around(one) };
  },
  'a seal dropped': (_, seals, a) => {
    const number = (a % SIZES.length) + 1;
    seals.prepare('DELETE FROM seal WHERE numbered = ?').run(number);
    return { damage: ['SEAL_MISSING'], at: [], between: [SIZES[number - 2] ?? null, SIZES[number] ?? null] };
  },
  'a seal forged': (_, seals, a, b) => {
    const number = (a % SIZES.length) + 1;
    const how = [
      "root_hash = '" + 'ab'.repeat(32) + "'",
      "sealed_at = '2020-01-01T00:00:00.000Z'",
      "signature = 'AAAA'",
    ];
    seals.exec(`UPDATE seal SET ${how[b % how.length] ?? ''} WHERE numbered = ${number}`);
    return { damage: ['SEAL_FORGED'], at: [], between: [SIZES[number - 2] ?? null, SIZES[number] ?? null] };
  },
};

const REWRITTEN = 'everything rewritten with fresh seals';

describe(`of ${RUNS} random tamperings (seed ${SEED})`, () => {
  let folder: string;
  let kept: readonly Seal[];
  beforeAll(async () => {
    folder = await makeSealedLog(PORTIONS);
    kept = parseKeptSeals(formatKeptSeals((await verified(folder)).seals));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('none is found where there is none', async () => {
    expect(await verified(folder, kept)).toMatchObject({ findings: [], events: EVENTS, sealed: EVENTS });
    expect(kept).toHaveLength(SIZES.length);
  });

  const kinds = [...Object.keys(TAMPERINGS), REWRITTEN];
  const drawn = fc.sample(fc.tuple(fc.constantFrom(...kinds), fc.nat(), fc.nat()), { numRuns: RUNS, seed: SEED });

  it.each(kinds)('%s is found, and where', async (kind) => {
    for (const [, a, b] of drawn.filter(([other]) => other === kind)) {
      const copy = copyOf(folder);
      try {
        if (kind === REWRITTEN) await expectRewriteFound(copy.path, a % EVENTS);
        else await expectFound(copy.path, kind, a, b);
      } finally {
        copy.remove();
      }
    }
  });

  async function expectFound(path: string, kind: string, a: number, b: number): Promise<void> {
    const [events, seals] = [new Sqlite(join(path, 'events.db')), new Sqlite(join(path, 'seals.db'))];
    const expected = TAMPERINGS[kind]?.(events, seals, a, b);
    events.close();
    seals.close();
    const { findings } = await verified(path);
    expect(expected?.damage).toEqual(expect.arrayContaining(findings.map(({ damage }) => damage)));
    expect(findings.flatMap(({ index }) => index ?? []).sort((x, y) => x - y)).toEqual(
      expected?.at.toSorted((x, y) => x - y),
    );
    expect(findings.map(({ between }) => between)).toContainEqual(expected?.between);
  }

  async function expectRewriteFound(path: string, index: number): Promise<void> {
    const events = new Sqlite(join(path, 'events.db'));
    events.prepare(`UPDATE event SET data = '{"communityId":"another"}' WHERE position = ?`).run(index + 1);
    events.close();
    rmSync(join(path, 'seals.db'));
    await sealAnew(path);
    expect((await verified(path)).findings).toEqual([]);
    const { findings } = await verified(path, kept);
    expect(findings.filter(({ damage }) => damage === 'HISTORY_REWRITTEN')).toMatchObject([{ between: around(index) }]);
    expect(findings.filter(({ damage }) => damage === 'SEAL_MISSING')).toHaveLength(SIZES.length);
  }
});
