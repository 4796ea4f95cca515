import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { formatKeptSeals, KeptSealsError, parseKeptSeals } from '../../../../src/audit/kept-seals.js';
import { openEmbeddedEventStore } from '../../../../src/event-store/embedded/open.js';
import { request } from '../../../contract/event-store/requests.js';
import { copyOf, makeSealedLog, verified } from './sealed-log.js';

describe('the verification of a store', () => {
  let original: string;
  let copy: ReturnType<typeof copyOf>;
  beforeAll(async () => {
    original = await makeSealedLog([300, 100, 200]);
  });
  afterAll(() => rmSync(original, { recursive: true }));
  beforeEach(() => {
    copy = copyOf(original);
  });
  afterEach(() => copy.remove());

  const change = (file: 'events.db' | 'seals.db', ...statements: readonly string[]): void => {
    const database = new Sqlite(join(copy.path, file));
    for (const statement of statements) database.exec(statement);
    database.close();
  };
  const flipHash = (level: number, at: number): void => {
    const database = new Sqlite(join(copy.path, 'seals.db'));
    const [row] = database.prepare('SELECT hashes FROM tile WHERE level = ? AND number = 0').all(level) as {
      hashes: ArrayBuffer;
    }[];
    const hashes = Buffer.from(row?.hashes ?? new ArrayBuffer(0));
    hashes.writeUInt8(hashes.readUInt8(at * 32) ^ 1, at * 32);
    database.prepare('UPDATE tile SET hashes = ? WHERE level = ? AND number = 0').run(hashes, level);
    database.close();
  };

  it('does not mind events that are not sealed yet', async () => {
    const store = await openEmbeddedEventStore(copy.path);
    await store.append(request(['a', 'b']));
    expect(await verified(copy.path)).toMatchObject({ findings: [], events: 602, sealed: 600 });
    await store.close();
  });

  it('tells a changed leaf of the tree from a changed event: the seals say which', async () => {
    flipHash(0, 17);
    expect((await verified(copy.path)).findings).toMatchObject([{ damage: 'TREE_CHANGED', between: [null, 300] }]);
  });

  it('finds a changed inner hash of the tree', async () => {
    flipHash(1, 1);
    expect((await verified(copy.path)).findings).toMatchObject([{ damage: 'TREE_CHANGED' }]);
  });

  it('finds the end of the log cut off', async () => {
    change('events.db', 'DELETE FROM event WHERE position > 590');
    const { findings } = await verified(copy.path);
    expect(new Set(findings.map(({ damage }) => damage))).toEqual(new Set(['EVENT_REMOVED']));
    expect(findings.map(({ index }) => index)).toEqual(Array.from({ length: 10 }, (_, at) => 590 + at));
  });

  it('finds what was done in several places', async () => {
    change(
      'events.db',
      'DELETE FROM event WHERE position IN (10, 350)',
      `UPDATE event SET type = 'CommunityRemoved' WHERE position = 500`,
    );
    expect((await verified(copy.path)).findings).toMatchObject([
      { damage: 'EVENT_REMOVED', index: 9, between: [null, 300] },
      { damage: 'EVENT_REMOVED', index: 349, between: [300, 400] },
      { damage: 'EVENT_CHANGED', index: 499, between: [400, 600] },
    ]);
  });

  it('finds what was put in front of the log’s beginning', async () => {
    change(
      'events.db',
      `INSERT INTO event SELECT 0, 'tenant-new', 0, type, 'e-new', occurred_at, metadata, data FROM event LIMIT 1`,
    );
    expect((await verified(copy.path)).findings).toMatchObject([
      { damage: 'EVENT_INSERTED', index: 0, eventId: 'e-new', between: [null, 300] },
    ]);
  });

  it('finds an event at the far end of all positions, and does not look at each of them', async () => {
    change(
      'events.db',
      `INSERT INTO event SELECT 9007199254740991, 'tenant-new', 0, type, 'e-new', occurred_at, metadata, data FROM event LIMIT 1`,
    );
    expect(await verified(copy.path)).toMatchObject({ findings: [], events: 601, sealed: 600 });
  });

  it('finds a log of which nothing is as it was', async () => {
    change('events.db', `UPDATE event SET data = '{}'`);
    expect((await verified(copy.path)).findings).toMatchObject([
      { damage: 'HISTORY_REWRITTEN', index: 0, between: [null, 300] },
    ]);
  });

  it('finds a seal that was added, and a former key taken away', async () => {
    change('seals.db', `INSERT INTO seal SELECT 4, 450, root_hash, sealed_at, key_id, signature FROM seal LIMIT 1`);
    expect((await verified(copy.path)).findings).toMatchObject([{ damage: 'SEAL_FORGED', between: [400, 600] }]);
    change('seals.db', 'DELETE FROM seal WHERE numbered = 4', 'DELETE FROM key');
    expect((await verified(copy.path)).findings.map(({ damage }) => damage)).toEqual(Array(3).fill('SEAL_FORGED'));
  });

  it('finds by a kept seal that the last ones were taken away with their events', async () => {
    const kept = (await verified(copy.path)).seals;
    change('events.db', 'DELETE FROM event WHERE position > 400');
    change(
      'seals.db',
      'DELETE FROM seal WHERE numbered = 3',
      'UPDATE extent SET size = 400, seals = 2',
      'UPDATE tile SET hashes = substr(hashes, 1, 144 * 32) WHERE level = 0 AND number = 1',
      'DELETE FROM tile WHERE level = 0 AND number = 2',
      'UPDATE tile SET hashes = substr(hashes, 1, 32) WHERE level = 1',
    );
    expect((await verified(copy.path)).findings).toEqual([]);
    expect((await verified(copy.path, kept)).findings).toMatchObject([
      { damage: 'SEAL_MISSING', between: [400, 600] },
      { damage: 'EVENT_REMOVED', between: [400, 600] },
    ]);
  });

  it('finds a kept seal that nobody known has signed', async () => {
    const [first] = (await verified(copy.path)).seals;
    if (first === undefined) throw new Error('There are seals.');
    const { findings } = await verified(copy.path, [{ ...first, sealedAt: '2020-01-01T00:00:00.000Z' }]);
    expect(findings).toMatchObject([{ damage: 'SEAL_FORGED' }]);
  });
});

describe('seals as text', () => {
  it('come back as they were, and say which line is none', async () => {
    const folder = await makeSealedLog([1, 1]);
    const { seals } = await verified(folder);
    rmSync(folder, { recursive: true });
    const text = formatKeptSeals(seals);
    expect(seals).toMatchObject(parseKeptSeals(text));
    expect(parseKeptSeals(`${text}\n`)).toHaveLength(2);
    expect(() => parseKeptSeals(`${text}{}`)).toThrow(KeptSealsError);
    expect(() => parseKeptSeals(`${text}{}`)).toThrow('Line 3');
  });
});
