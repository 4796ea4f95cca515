import fc from 'fast-check';
import { accounts, communities, sharings } from '../../../projections/index.js';
import type { Projection } from '../../../projections/projection.js';
import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { CursorBeyondHeadError, ForeignCursorError, InvalidCursorError } from '../../../src/event-store/errors.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { openHistoryToKeep } from '../../../src/history/embedded/open.js';
import { HistoryBehindError } from '../../../src/history/errors.js';
import { HistoryKeeper } from '../../../src/history/keeper.js';
import { NOTHING_KEPT } from '../../../src/history/nothing-kept.js';
import { MomentUnreachableError } from '../../../src/history/overlay.js';
import { Past, type PastOptions } from '../../../src/history/past.js';
import type { KeptHistory } from '../../../src/history/port.js';
import { openReadModelsInMemory } from '../../../src/read-models/embedded/open.js';
import type { Condition, Documents, PageRequest, Scan } from '../../../src/read-models/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { MemoryLog } from '../projections/memory-log.js';
import { projected } from '../projections/projected.js';
import { happened, logOfAppends } from './appends.js';

const KEPT: readonly Projection[] = [accounts, sharings, communities];
const quiet = (): void => undefined;

const condition: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
  { field: 'binding', exists: true },
  { field: 'binding.payment', exists: false },
  { field: 'binding.appId', notIn: ['wx0', 'wx1'] },
  { field: 'communityId', in: ['c1', 'c2', 'c3', 'c5', 'c8'] },
  { field: 'status', is: 'AUTHORIZED' },
  { field: 'recipients', includes: 't2' },
  { field: 'name', contains: '院' },
  { field: 'createdAt', below: '2026-01-01T00:00:20.000Z' },
);
const where = fc.array(condition, { maxLength: 1 });
const tenant = fc.constantFrom('t1', 't2', 't3');
const appId = fc.constantFrom('wx0', 'wx1', 'wx2');

/** What queries ask of the read models, and more. */
const asked = fc.tuple(
  fc.oneof(
    fc.tuple(
      fc.constant(communities as Projection),
      fc.oneof(
        fc.record({ index: fc.constant('all'), prefix: fc.constant([]), where }),
        fc.record({ index: fc.constant('byTenant'), prefix: fc.tuple(tenant), where }),
        fc.record({ index: fc.constant('byAccount'), prefix: fc.tuple(appId), where }),
        fc.record({ index: fc.constant('byAccountTenant'), prefix: fc.tuple(appId, tenant), where }),
      ),
    ),
    fc.tuple(
      fc.constant(accounts as Projection),
      fc.oneof(
        fc.record({ index: fc.constant('all'), prefix: fc.constant([]), where }),
        fc.record({ index: fc.constant('byTenant'), prefix: fc.tuple(tenant), where }),
        fc.record({ index: fc.constant('byStatus'), prefix: fc.tuple(fc.constant('RELEASED')), where }),
      ),
    ),
    fc.tuple(
      fc.constant(sharings as Projection),
      fc.record({ index: fc.constant('byAccount'), prefix: fc.tuple(appId), where }),
    ),
  ),
  fc.record({ limit: fc.integer({ min: 1, max: 4 }), order: fc.constantFrom('ascending' as const, 'descending') }),
);

/** Read models of a system that was fed these events and no others. */
async function fresh(events: readonly StoredEvent[]): Promise<Documents> {
  const readModels = openReadModelsInMemory();
  for (const collection of KEPT) {
    await readModels.prepare(collection);
    const changes = [...projected(collection, events)].map(([id, document]) => ({ collection, id, document }));
    await readModels.apply({ changes, moves: [] });
  }
  return readModels;
}

/** Page after page, with what each says of the next one, and the count. */
async function walked(documents: Documents, collection: Projection, scan: Scan, request: PageRequest) {
  const pages = [];
  let edge: Partial<PageRequest> = {};
  for (let more = true; more;) {
    const page = await documents.page(collection, scan, { ...request, ...edge });
    pages.push(page);
    more = page.more;
    const last = page.rows.at(-1)?.key ?? '';
    edge = request.order === 'ascending' ? { after: last } : { before: last };
  }
  return { pages, count: await documents.count(collection, scan) };
}

describe('R28: the state as it was at a moment', () => {
  /** Keeps the past of the first `events` of the log in small blocks, and opens it over the whole log. */
  async function withPast(
    log: MemoryLog,
    { blockSize, events = log.events.length }: { readonly blockSize: number; readonly events?: number },
    work: (past: Past) => Promise<void>,
  ): Promise<void> {
    const folder = temporaryFolder();
    const history = openHistoryToKeep(folder.path, log.installation, quiet);
    const known = new MemoryLog();
    for (const { stream, type, data, metadata } of log.events.slice(0, events)) known.add(stream, type, data, metadata);
    await new HistoryKeeper({ events: known, history, log: quiet, blockSize }).catchUp();
    const past = new Past({ events: log, kept: history });
    try {
      await work(past);
    } finally {
      await past.close();
      folder.remove();
    }
  }

  /** Events that count at a position: up to the end of the append that it lies in. */
  const eventsAt = (log: MemoryLog, position: number): readonly StoredEvent[] => {
    const command = log.events[position - 1]?.metadata.commandId;
    return log.events.filter((event, n) => n < position || event.metadata.commandId === command);
  };

  const cursorAt = (log: MemoryLog, position: number, subIndex = 0): string =>
    formatCursor({ installation: log.installation, epoch: 1, position: BigInt(position), subIndex });

  it('is what a system shows that was fed the log up to there: documents, lists in every range, counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        happened,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(100),
        fc.array(fc.tuple(fc.nat(), fc.array(asked, { minLength: 3, maxLength: 6 })), { minLength: 1, maxLength: 4 }),
        async (story, blockSize, share, moments) => {
          const log = logOfAppends(story);
          const events = Math.round((log.events.length * share) / 100);
          await withPast(log, { blockSize, events }, async (past) => {
            for (const [number, questions] of moments) {
              const position = number % (log.events.length + 1);
              const then = eventsAt(log, position);
              const [asOf, expected] = [await past.at({ cursor: cursorAt(log, position) }), await fresh(then)];
              expect({ cursor: asOf.cursor, time: asOf.time }).toEqual({
                cursor: cursorAt(log, then.length),
                time: then.at(-1)?.metadata.occurredAt ?? null,
              });
              for (const collection of KEPT) {
                const ids = [...projected(collection, log.events).keys(), 'none'];
                expect(await asOf.getMany(collection, ids)).toEqual(await expected.getMany(collection, ids));
              }
              for (const [[collection, scan], request] of questions) {
                const told = await walked(asOf, collection, scan, request);
                expect(told).toEqual(await walked(expected, collection, scan, request));
              }
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 240_000);

  it('at a time is at the last position at which no event had a later time, whether kept or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        happened,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(),
        fc.boolean(),
        async (story, size, n, kept) => {
          const log = logOfAppends(story);
          await withPast(log, { blockSize: size, events: kept ? log.events.length : 0 }, async (past) => {
            const times = log.events.map(({ metadata }) => metadata.occurredAt);
            const time = times[n % times.length] ?? '2026-01-01T00:00:00.000Z';
            let last = 0;
            for (let at = 0; at < times.length && (times[at] ?? '') <= time; at += 1) last = at + 1;
            const asOf = await past.at({ time });
            expect(asOf.cursor).toBe(cursorAt(log, last));
            const before = await past.at({ time: '2025-12-31T23:59:59.999Z' });
            expect({ cursor: before.cursor, time: before.time }).toEqual({ cursor: cursorAt(log, 0), time: null });
            expect(await before.count(communities, { index: 'all', prefix: [] })).toBe(0);
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('inside an append, or of a message within an event, is the state after all of the append', async () => {
    const log = new MemoryLog();
    const register = (communityId: string, commandId: string): void => {
      log.add(
        'tenant-t1',
        'CommunityRegistered',
        { communityId, tenantId: 't1', externalId: null, name: 'n' },
        { commandId },
      );
    };
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) register(id, 'one');
    register('c6', 'two');

    // Blocks end inside the append.
    await withPast(log, { blockSize: 2 }, async (past) => {
      for (const position of [1, 2, 3, 4, 5]) {
        const asOf = await past.at({ cursor: cursorAt(log, position, 3) });
        expect(asOf.cursor).toBe(cursorAt(log, 5));
        expect(await asOf.count(communities, { index: 'all', prefix: [] })).toBe(5);
      }
    });
  });

  it('is told again however many other moments were asked for in between', async () => {
    const log = logOfAppends({ choices: Array.from({ length: 40 }, (_, n) => n * 7 + 8), sizes: [1], steps: [1] });
    await withPast(log, { blockSize: 16 }, async (past) => {
      const all: Scan = { index: 'all', prefix: [] };
      const moments = await Promise.all(log.events.map(({ cursor }) => past.at({ cursor })));
      const counts = await Promise.all(moments.map((asOf) => asOf.count(communities, all)));
      expect(counts).toEqual(log.events.map((_, n) => projected(communities, eventsAt(log, n + 1)).size));
    });
  });

  it('is folded once for all that look at it at the same time, after others have taken its place', async () => {
    const log = logOfAppends({ choices: Array.from({ length: 40 }, (_, n) => n * 7 + 8), sizes: [1], steps: [1] });
    let folds = 0;
    const events: PastOptions['events'] = {
      head: () => log.head(),
      acceptCursor: (text) => log.acceptCursor(text),
      readAll: (after) => {
        folds += 1;
        return log.readAll(after);
      },
    };
    const past = new Past({ events, kept: NOTHING_KEPT });
    const asOf = await past.at({ cursor: cursorAt(log, 20) });
    for (const { cursor } of log.events.slice(0, 10)) await past.at({ cursor });
    folds = 0;

    const looks = Array.from({ length: 100 }, () => asOf.count(communities, { index: 'all', prefix: [] }));

    expect(new Set(await Promise.all(looks)).size).toBe(1);
    expect(folds).toBe(1);
    await past.close();
  });

  it('refuses cursors of other logs, beyond the head, and what is none', async () => {
    const log = logOfAppends({ choices: [8, 18, 28], sizes: [1], steps: [1] });
    await withPast(log, { blockSize: 2 }, async (past) => {
      const head = parseCursor(await log.head());
      await expect(past.at({ cursor: formatCursor({ ...head, position: head.position + 1n }) })).rejects.toThrow(
        CursorBeyondHeadError,
      );
      await expect(past.at({ cursor: formatCursor({ ...head, installation: 'f'.repeat(16) }) })).rejects.toThrow(
        ForeignCursorError,
      );
      await expect(past.at({ cursor: 'yesterday' })).rejects.toThrow(InvalidCursorError);
    });
  });

  describe('while too little is kept', () => {
    const log = logOfAppends({ choices: Array.from({ length: 50 }, (_, n) => n * 10 + 8), sizes: [1], steps: [1] });
    const head = log.events.at(-1)?.cursor ?? '';

    it('what lies too far ahead is to be asked again, and what does not is told', async () => {
      const past = new Past({ events: log, kept: NOTHING_KEPT, mostFolded: 20, patienceMs: 1 });

      await expect(past.at({ cursor: head })).rejects.toThrow(HistoryBehindError);
      await expect(past.at({ cursor: head })).rejects.toMatchObject({ code: 'TRY_AGAIN' });
      const near = await past.at({ cursor: cursorAt(log, 20) });
      expect(await near.count(communities, { index: 'all', prefix: [] })).toBe(20);
    });

    it('it is waited for a while', async () => {
      const folder = temporaryFolder();
      const history = openHistoryToKeep(folder.path, log.installation, quiet);
      // Another block each time that somebody looks how far it has come.
      let kept = 0;
      const growing: KeptHistory = {
        lastBlock: async () => {
          kept += 10;
          const known = new MemoryLog();
          for (const { stream, type, data, metadata } of log.events.slice(0, kept))
            known.add(stream, type, data, metadata);
          await new HistoryKeeper({ events: known, history, log: quiet, blockSize: 10 }).catchUp();
          return history.lastBlock();
        },
        lastBlockUpTo: (cursor) => history.lastBlockUpTo(cursor),
        lastBlockUntil: (time) => history.lastBlockUntil(time),
        getMany: (...args) => history.getMany(...args),
        page: (...args) => history.page(...args),
        count: (...args) => history.count(...args),
        close: () => history.close(),
      };
      const past = new Past({ events: log, kept: growing, mostFolded: 20, patienceMs: 30_000 });

      const asOf = await past.at({ cursor: head });

      expect(await asOf.count(communities, { index: 'all', prefix: [] })).toBe(50);
      await past.close();
      folder.remove();
    });
  });

  it('behind an event that cannot be handled nothing is told, and nothing is kept', async () => {
    const log = new MemoryLog();
    log.add(
      'tenant-t1',
      'CommunityRegistered',
      { communityId: 'c1', tenantId: 't1', externalId: null, name: 'n' },
      { commandId: 'a' },
    );
    log.add('tenant-t1', 'CommunityRemoved', { communityId: 'c9', tenantId: 't1', name: 'n' }, { commandId: 'b' });
    const past = new Past({ events: log, kept: NOTHING_KEPT });
    expect(await (await past.at({ cursor: cursorAt(log, 1) })).count(communities, { index: 'all', prefix: [] })).toBe(
      1,
    );
    await expect(past.at({ cursor: cursorAt(log, 2) })).rejects.toThrow(MomentUnreachableError);

    const folder = temporaryFolder();
    const history = openHistoryToKeep(folder.path, log.installation, quiet);
    const keeper = new HistoryKeeper({ events: log, history, log: quiet, blockSize: 2 });
    await expect(keeper.catchUp()).rejects.toThrow('e2');
    expect(await history.lastBlock()).toBeNull();
    await history.close();
    folder.remove();
  });
});
