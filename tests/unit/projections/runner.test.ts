import fc from 'fast-check';
import { projections, accounts, communities } from '../../../projections/index.js';
import type { Projection } from '../../../projections/projection.js';
import { parseCursor, type Cursor } from '../../../src/event-store/cursor.js';
import type { ReadAllOptions, StoredEvent } from '../../../src/event-store/port.js';
import { ProjectionMovedError, type ReadModelWriter } from '../../../src/read-models/port.js';
import type { RunnerReport } from '../../../projections/runner/runner.js';
import { Bench, expectEqualToLog } from './bench.js';
import { happen } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { Story } from './story.js';
import { tally, type Tally } from './tally.js';

const all: readonly Projection[] = [...projections, tally];
const choices = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 60 });

/** Fails some of the steps, before or after they were written, as the faults say. */
function faulty(writer: ReadModelWriter, faults: ('none' | 'before' | 'after')[]): ReadModelWriter {
  return new Proxy(writer, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'apply') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async (step: Parameters<ReadModelWriter['apply']>[0]) => {
        const fault = faults.shift() ?? 'none';
        if (fault === 'before') throw new Error('The disk is away.');
        await target.apply(step);
        if (fault === 'after') throw new Error('The answer is lost.');
      };
    },
  });
}

describe('the runner', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.dispose());

  it('makes of a log in batches, whatever their size, what the projections make of it event by event', async () => {
    await fc.assert(
      fc.asyncProperty(choices, choices, fc.integer({ min: 1, max: 20 }), async (before, then, batchSize) => {
        const own = new Bench();
        const log = new MemoryLog();
        const story = new Story(log).go(before);
        const writer = await own.openWriter();
        const runner = await own.run(log, { projections: all, writer, batchSize });
        await runner.caughtUp();
        await expectEqualToLog(writer, all, log);

        story.go(then);
        await runner.caughtUp();
        await expectEqualToLog(writer, all, log);
        await own.dispose();
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('handles each event exactly once, wherever it fails or is restarted', async () => {
    const fault = fc.constantFrom('none' as const, 'before' as const, 'after' as const);
    const lives = fc.array(
      fc.record({ choices, faults: fc.array(fault, { maxLength: 8 }), batchSize: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(lives, async (script) => {
        const own = new Bench();
        const log = new MemoryLog();
        const story = new Story(log);
        for (const life of script) {
          story.go(life.choices);
          const writer = faulty(await own.openWriter(), [...life.faults]);
          const runner = await own.run(log, { projections: all, writer, batchSize: life.batchSize, firstPauseMs: 1 });
          await runner.caughtUp();
          await runner.stop();
          await writer.close();
        }
        await expectEqualToLog(await own.openWriter(), all, log);
        await own.dispose();
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('stops a projection in front of an event that it cannot handle, and no other', async () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered', { communityId: 'c1' });
    const poison = happen(log, 'AccountDeauthorized', { appId: 'wx9' });
    happen(log, 'CommunityRegistered', { communityId: 'c2' });
    happen(log, 'AccountAuthorized', { appId: 'wx1' });
    const reports: RunnerReport[] = [];
    const writer = await bench.openWriter();
    const runner = await bench.run(log, {
      projections: [accounts, communities, tally],
      writer,
      onProgress: (report) => reports.push(report),
    });
    await runner.caughtUp();

    await expectEqualToLog(writer, [communities, tally], log);
    expect(await writer.get(accounts, 'wx1')).toBeNull();
    const stopped = { eventId: poison.id, message: expect.stringContaining('wx9') as string };
    const states = await writer.projections();
    expect(states.find(({ name }) => name === 'accounts')).toMatchObject({ cursor: log.events[0]?.cursor, stopped });
    expect(bench.lines).toContainEqual({
      level: 'error',
      message: expect.stringContaining('stands still') as string,
      facts: expect.objectContaining({ projection: 'accounts', eventId: poison.id }) as unknown,
    });
    // Nothing waits for it.
    expect(reports.at(-1)).toMatchObject({ reached: await log.head(), handled: 4 });
    expect(runner.states().find(({ name }) => name === 'accounts')).toMatchObject({ stopped });
  });

  it('stops a projection whose document cannot be indexed', async () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered');
    happen(log, 'CommunityBound');
    const broken: Projection<Tally> = {
      ...tally,
      indexes: {
        byType: ({ type }) => {
          if (type === 'CommunityBound') throw new Error('No place for it.');
          return [[type]];
        },
      },
    };
    const writer = await bench.openWriter();
    const runner = await bench.run(log, { projections: [broken, communities], writer });
    await runner.caughtUp();
    await expectEqualToLog(writer, [communities], log);
    expect((await writer.get(tally, 'CommunityRegistered'))?.count).toBe(1);
    expect(runner.states().map(({ name, stopped }) => [name, stopped?.eventId])).toEqual([
      ['communities', undefined],
      ['tally', 'e2'],
    ]);
  });

  it('goes on with a stopped projection after a restart with software that can handle the event', async () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered');
    happen(log, 'CommunityBound');
    const broken: Projection<Tally> = {
      ...tally,
      evolve: () => {
        throw new Error('Not today.');
      },
    };
    const first = await bench.run(log, { projections: [broken, communities] });
    await first.caughtUp();
    await first.stop();
    happen(log, 'CommunityUnbound');

    const writer = await bench.openWriter();
    expect(await writer.projections()).toContainEqual(
      expect.objectContaining({ name: 'tally', stopped: { eventId: 'e1', message: 'Not today.' } }),
    );
    const second = await bench.run(log, { projections: [tally, communities], writer });
    await second.caughtUp();
    await expectEqualToLog(writer, [tally, communities], log);
    expect((await writer.projections()).map(({ stopped }) => stopped)).toEqual([null, null]);
  });

  it('rebuilds a changed version while the old one answers, and then swaps', async () => {
    const log = new MemoryLog();
    for (let n = 1; n <= 50; n += 1) happen(log, 'CommunityRegistered', { communityId: `c${n}` });
    const writer = await bench.openWriter();
    const first = await bench.run(log, { projections: [tally, communities], writer });
    await first.caughtUp();
    await first.stop();
    happen(log, 'CommunityRegistered', { communityId: 'c51' });

    const doubled: Projection<Tally> = {
      ...tally,
      version: 2,
      evolve: (document, { type, id }) => ({ type, count: (document?.count ?? 0) + 2, last: id }),
    };
    const counts: number[] = [];
    const second = await bench.run(log, { projections: [doubled, communities], writer, batchSize: 8 });
    for (let turn = 0; turn < 20; turn += 1) {
      counts.push((await writer.get(doubled, 'CommunityRegistered'))?.count ?? 0);
      await new Promise(setImmediate);
    }
    await second.caughtUp();
    counts.push((await writer.get(doubled, 'CommunityRegistered'))?.count ?? 0);

    // What was answered is either the whole old version or the whole new one.
    expect(new Set(counts)).toEqual(new Set([50, 102]));
    expect(await writer.projections()).toEqual([
      { name: 'communities', version: 1, cursor: await log.head(), active: true, stopped: null },
      { name: 'tally', version: 2, cursor: await log.head(), active: true, stopped: null },
    ]);
    happen(log, 'CommunityRegistered', { communityId: 'c52' });
    await second.caughtUp();
    expect((await writer.get(doubled, 'CommunityRegistered'))?.count).toBe(104);
  });

  it('feeds a projection that is new, or lies behind, until it stands where the others do', async () => {
    const log = new MemoryLog();
    new Story(log).go(Array.from({ length: 200 }, (_, n) => n * 7));
    const first = await bench.run(log, { projections: [communities] });
    await first.caughtUp();
    await first.stop();

    const writer = await bench.openWriter();
    const second = await bench.run(log, { projections: all, writer, batchSize: 10 });
    await second.caughtUp();
    expect(new Set((await writer.projections()).map(({ cursor }) => cursor))).toEqual(new Set([await log.head()]));
    await expectEqualToLog(writer, all, log);
  });

  it('stops when someone else feeds the same read models, which lose nothing by it', async () => {
    const log = new MemoryLog();
    happen(log, 'CommunityRegistered', { communityId: 'c0' });
    const first = await bench.run(log, { projections: [tally], pollMs: 60_000 });
    const second = await bench.run(log, { projections: [tally], pollMs: 60_000 });
    await Promise.allSettled([first.caughtUp(), second.caughtUp()]);
    for (let n = 1; n <= 5; n += 1) {
      happen(log, 'CommunityRegistered', { communityId: `c${n}` });
      await Promise.allSettled([first.caughtUp(), second.caughtUp()]);
    }
    const ends = await Promise.race([
      first.finished().catch((error: unknown) => error),
      second.finished().catch((error: unknown) => error),
    ]);
    expect(ends).toBeInstanceOf(ProjectionMovedError);
    await first.stop();
    await second.stop();
    await expectEqualToLog(await bench.openWriter(), [tally], log);
  });

  it('begins anew with read models that were made from another log, or from a longer one', async () => {
    const other = new MemoryLog('c'.repeat(16));
    happen(other, 'CommunityRegistered', { communityId: 'foreign' });
    const longer = new MemoryLog();
    new Story(longer).go([8, 18, 28, 38]);
    for (const before of [other, longer]) {
      const first = await bench.run(before, { projections: [communities, tally] });
      await first.caughtUp();
      await first.stop();

      const log = new MemoryLog();
      happen(log, 'CommunityRegistered', { communityId: 'c1' });
      const writer = await bench.openWriter();
      const second = await bench.run(log, { projections: [communities, tally], writer });
      await second.caughtUp();
      await expectEqualToLog(writer, [communities, tally], log);
      expect(await writer.get(communities, 'foreign')).toBeNull();
      await second.stop();
    }
    expect(bench.lines.filter(({ message }) => message.includes('not made from this log'))).toHaveLength(4);
  });

  it('tells how far it has come after each step', async () => {
    const log = new MemoryLog();
    const reports: RunnerReport[] = [];
    const runner = await bench.run(log, { projections: [tally], onProgress: (report) => reports.push(report) });
    await runner.caughtUp();
    expect(reports.map(({ reached, handled }) => ({ reached, handled }))).toEqual([{ reached: null, handled: 0 }]);
    const event = happen(log, 'CommunityRemoved');
    await runner.caughtUp();
    // Also events that no projection handles are passed.
    expect(reports.at(-1)).toEqual({ reached: event.cursor, handled: 1 });
    expect(runner.states()).toEqual([{ name: 'tally', version: 1, cursor: event.cursor, active: true, stopped: null }]);
  });

  it('takes what is known here when it is rung, and all there is when somebody waits for that', async () => {
    const log = new PartlyKnownLog();
    const told: RunnerReport[] = [];
    let heard = (): void => undefined;
    const runner = await bench.run(log, {
      projections: [tally],
      pollMs: 3_600_000,
      onProgress: (report) => {
        told.push(report);
        heard();
      },
    });
    await runner.caughtUp();
    const happened = Array.from({ length: 10 }, (_, n) => happen(log, 'CommunityRegistered', { communityId: `c${n}` }));
    log.known = 4;
    const step = new Promise<void>((resolve) => (heard = resolve));
    runner.wake();
    await step;
    expect(told.at(-1)).toEqual({ reached: happened[3]?.cursor, handled: 4 });
    await runner.caughtUp();
    expect(told.at(-1)).toEqual({ reached: happened[9]?.cursor, handled: 10 });
  });
});

/** A log of which so many events are known without asking. */
class PartlyKnownLog extends MemoryLog {
  known = 0;

  override async *readAll(after: Cursor | null, options: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    const events = options.knownIsEnough === true ? this.known - positionOf(after) : 0;
    yield* super.readAll(after, events > 0 ? { ...options, limit: events } : options);
  }
}

const positionOf = (cursor: Cursor | null): number => (cursor === null ? 0 : Number(parseCursor(cursor).position));
