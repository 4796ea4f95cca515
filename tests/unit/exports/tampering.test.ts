import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Sqlite from 'libsql';
import type { Seal } from '../../../src/audit/seal.js';
import type { Damage, Finding } from '../../../src/audit/verify/finding.js';
import { verifyExport, type ExportVerdict } from '../../../src/exports/verify/verify-export.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { copyOf, makeSealedLog, sealAnew } from '../audit/verify/sealed-log.js';
import { exported, fileOf, imported, linesOf, rewritten, textOf } from './exported.js';

const PORTIONS = [1, 30, 7, 60, 2, 90, 45, 15, 70];
const SIZES = PORTIONS.map((_, at) => PORTIONS.slice(0, at + 1).reduce((sum, portion) => sum + portion));
const EVENTS = SIZES.at(-1) ?? 0;
const RUNS = 100;
const SEED = Number(process.env['TAMPERING_SEED'] ?? Date.now() % 1_000_000);

const around = (index: number): Finding['between'] => [
  SIZES.findLast((size) => size <= index) ?? null,
  SIZES.find((size) => size > index) ?? null,
];

/** What one tampering must lead to. */
interface Expected {
  readonly damage: readonly Damage[];
  /** Lines that are named, from 1; empty where none is left to be named. */
  readonly lines: readonly number[];
  /** Places of events, from 0; empty where it is about none. */
  readonly at: readonly number[];
  /** Sizes of the seals on either side; undefined where it is about no event and no seal. */
  readonly between?: Finding['between'];
}

/** Changes the lines in place. */
type Tamper = (lines: string[], a: number, b: number) => Expected;

const isEvent = (line: string | undefined): boolean => line?.startsWith('{"event":') === true;
/** Index of the line that tells of an event. */
const lineOfEvent = (lines: readonly string[], index: number): number =>
  lines.flatMap((line, at) => (isEvent(line) ? [at] : []))[index] ?? -1;
const lineOfSeal = (lines: readonly string[], number: number): number =>
  lines.flatMap((line, at) => (line.startsWith('{"seal":') ? [at] : []))[number - 1] ?? -1;

function flipped(line: string, b: number): string {
  const bytes = Buffer.from(line);
  const at = b % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString();
}

const TAMPERINGS: Readonly<Record<string, Tamper>> = {
  'a byte of an event’s line flipped': (lines, a, b) => {
    const index = a % EVENTS;
    const at = lineOfEvent(lines, index);
    lines[at] = flipped(lines[at] ?? '', b);
    // Where the line is not to be known for an event's any more, that event is missing.
    const damage: Damage[] = isEvent(lines[at]) ? ['EVENT_CHANGED', 'LINE_DAMAGED'] : ['EVENT_REMOVED', 'LINE_DAMAGED'];
    return { damage, lines: [at + 1], at: [index], between: around(index) };
  },
  'a byte of any line flipped': (lines, a, b) => {
    const at = 1 + (a % (lines.length - 1));
    lines[at] = flipped(lines[at] ?? '', b);
    return { damage: ANY, lines: [at + 1], at: [] };
  },
  'an event’s line deleted': (lines, a) => {
    const index = a % EVENTS;
    lines.splice(lineOfEvent(lines, index), 1);
    return { damage: ['EVENT_REMOVED'], lines: [], at: [index], between: around(index) };
  },
  'an event’s line inserted': (lines, a, b) => {
    const index = a % EVENTS;
    const other = lines[lineOfEvent(lines, b % EVENTS)];
    const at = lineOfEvent(lines, index);
    const line = rewritten(other, ({ event }) => Object.assign(event ?? {}, { id: 'e-new' }));
    lines.splice(at, 0, line);
    return { damage: ['EVENT_INSERTED'], lines: [at + 1], at: [index], between: around(index) };
  },
  'two events’ lines swapped': (lines, a, b) => {
    const one = a % EVENTS;
    const other = (one + 1 + (b % (EVENTS - 1))) % EVENTS;
    const [first, second] = [lineOfEvent(lines, one), lineOfEvent(lines, other)];
    [lines[first], lines[second]] = [lines[second] ?? '', lines[first] ?? ''];
    return { damage: ['EVENT_MOVED'], lines: [first + 1, second + 1], at: [one, other], between: around(one) };
  },
  'an event changed by somebody who knows the format': (lines, a) => {
    const index = a % EVENTS;
    const at = lineOfEvent(lines, index);
    lines[at] = rewritten(lines[at], ({ event }) => Object.assign(event ?? {}, { data: { name: 'another' } }));
    return { damage: ['EVENT_CHANGED'], lines: [at + 1], at: [index], between: around(index) };
  },
  'a seal dropped': (lines, a) => {
    const number = (a % SIZES.length) + 1;
    lines.splice(lineOfSeal(lines, number), 1);
    return {
      damage: ['SEAL_MISSING'],
      lines: [],
      at: [],
      between: [SIZES[number - 2] ?? null, SIZES[number] ?? null],
    };
  },
  'a seal forged': (lines, a, b) => {
    const number = (a % SIZES.length) + 1;
    const forged = [{ rootHash: 'ab'.repeat(32) }, { sealedAt: '2020-01-01T00:00:00.000Z' }, { signature: 'AAAA' }];
    const at = lineOfSeal(lines, number);
    lines[at] = rewritten(lines[at], ({ seal }) => Object.assign(seal ?? {}, forged[b % forged.length]));
    return {
      damage: ['SEAL_FORGED'],
      lines: [],
      at: [],
      between: [SIZES[number - 2] ?? null, SIZES[number] ?? null],
    };
  },
};

const ANY: readonly Damage[] = [
  'LINE_DAMAGED',
  'EVENT_CHANGED',
  'EVENT_REMOVED',
  'TREE_CHANGED',
  'SEAL_FORGED',
  'SEAL_MISSING',
];

const REWRITTEN = 'everything rewritten with fresh seals';

describe(`of ${RUNS} random tamperings with an export (seed ${SEED})`, () => {
  const files = temporaryFolder();
  let folder: string;
  let kept: readonly Seal[];
  let original: string;
  const verified = (text: string, against: readonly Seal[] = []): Promise<ExportVerdict> =>
    verifyExport({ path: fileOf(files.path, text), kept: against, onProgress: () => undefined });

  beforeAll(async () => {
    folder = await makeSealedLog(PORTIONS);
    original = await exported(folder);
    kept = (await verified(original)).seals;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    files.remove();
  });

  it('none is found where there is none', async () => {
    expect(await verified(original, kept)).toMatchObject({ findings: [], events: EVENTS, sealed: EVENTS });
    expect(kept).toHaveLength(SIZES.length);
  });

  const kinds = [...Object.keys(TAMPERINGS), REWRITTEN];
  const drawn = fc.sample(fc.tuple(fc.constantFrom(...kinds), fc.nat(), fc.nat()), { numRuns: RUNS, seed: SEED });

  it.each(kinds)('%s is found, and where', async (kind) => {
    for (const [, a, b] of drawn.filter(([other]) => other === kind)) {
      if (kind === REWRITTEN) await expectRewriteFound(a % EVENTS);
      else await expectFound(kind, a, b);
    }
  });

  async function expectFound(kind: string, a: number, b: number): Promise<void> {
    const lines = linesOf(original);
    const expected = TAMPERINGS[kind]?.(lines, a, b);
    const { findings } = await verified(textOf(lines));
    expect(findings).not.toEqual([]);
    expect(expected?.damage).toEqual(expect.arrayContaining(findings.map(({ damage }) => damage)));
    const named = new Set(findings.flatMap(({ line }) => line ?? []));
    for (const line of expected?.lines ?? []) expect(named).toContain(line);
    const places = new Set(findings.flatMap(({ index }) => index ?? []));
    for (const index of expected?.at ?? []) expect(places).toContain(index);
    if (expected?.between) expect(findings.map(({ between }) => between)).toContainEqual(expected.between);
    // No importer takes any of it.
    await expect(imported(textOf(lines), join(files.path, 'target'))).rejects.toMatchObject({ code: 'IMPORT_REFUSED' });
  }

  async function expectRewriteFound(index: number): Promise<void> {
    const copy = copyOf(folder);
    const events = new Sqlite(join(copy.path, 'events.db'));
    events.prepare(`UPDATE event SET data = '{"communityId":"another"}' WHERE position = ?`).run(index + 1);
    events.close();
    rmSync(join(copy.path, 'seals.db'));
    await sealAnew(copy.path);
    const text = await exported(copy.path);
    const part = await exported(copy.path, { since: '2000-01-01T00:00:00.000Z', kept });
    copy.remove();
    expect((await verified(text)).findings).toEqual([]);
    const { findings } = await verified(text, kept);
    expect(findings.filter(({ damage }) => damage === 'HISTORY_REWRITTEN')).toMatchObject([{ between: around(index) }]);
    expect(findings.filter(({ damage }) => damage === 'SEAL_MISSING')).toHaveLength(SIZES.length);
    expect((await verified(part)).findings).toEqual([]);
    expect((await verified(part, kept)).findings).not.toEqual([]);
  }
});
