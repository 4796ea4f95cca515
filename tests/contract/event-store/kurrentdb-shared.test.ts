import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { formatCursor, parseCursor, type Cursor } from '../../../src/event-store/cursor.js';
import { EventStoreDamagedError, InvalidCursorError } from '../../../src/event-store/errors.js';
import {
  openKurrentDbReader,
  openKurrentDbStore,
  type KurrentDbOptions,
} from '../../../src/event-store/kurrentdb/open.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import type { KurrentDbStore } from '../../../src/event-store/kurrentdb/kurrentdb-store.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions, withKurrentDb } from '../../support/kurrentdb.js';
import { collect, everything, untilCaughtUp } from './consume.js';
import { OCCURRED_AT, request } from './requests.js';

/** What is particular to a log whose records stand among those of others, at offsets. */
withKurrentDb((url) => {
  describe('event store: kurrentdb, on a server that others use', () => {
    let options: KurrentDbOptions;
    let store: KurrentDbStore;
    let operator: KurrentDbOperator;
    beforeEach(async () => {
      options = kurrentDbOptions(url);
      operator = await KurrentDbOperator.of(url, options.prefix);
      store = await openKurrentDbStore(options);
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await store.close();
      await operator.expireAll();
    });

    /** What the client asks the server for while something is done. */
    async function readsOf(doing: () => Promise<unknown>) {
      const all = jest.spyOn(KurrentDBClient.prototype, 'readAll');
      const stream = jest.spyOn(KurrentDBClient.prototype, 'readStream');
      await doing();
      const ofAll = all.mock.calls.map(([options]) => options);
      const ofStreams = stream.mock.calls.map(([name]) => name);
      jest.restoreAllMocks();
      return { ofAll, ofStreams };
    }

    describe('looks at no more of it than at its own, however much others have written', () => {
      // A filter is what lets the server walk over the records of others. Without one it looks at so many as it delivers.
      async function expectBounded(most: number, doing: () => Promise<unknown>): Promise<void> {
        const { ofAll, ofStreams } = await readsOf(doing);
        for (const options of ofAll) expect(options).not.toHaveProperty('filter');
        const looked = ofAll.reduce((sum, options) => sum + Number(options?.maxCount ?? Infinity), 0);
        expect(looked).toBeLessThanOrEqual(most);
        expect(ofAll.length + ofStreams.length).toBeGreaterThan(0);
        expect(ofStreams.length).toBeLessThanOrEqual(2);
      }

      it('for the head and the time of the newest event, before the first one and after it', async () => {
        await operator.othersWrite(3_000);
        await expectBounded(0, async () => expect(await store.lastOccurredAt()).toBeNull());
        const empty = await store.head();
        const { cursor } = await store.append(request(['a', 'b', 'c']));
        expect(cursor > empty).toBe(true);
        await operator.othersWrite(3_000);
        await expectBounded(2, async () => expect(await store.head()).toBe(cursor));
        await expectBounded(2, async () => expect(await store.lastOccurredAt()).toBe(OCCURRED_AT));
      });

      it('for the outcome of a command, asked for and sent again', async () => {
        const asked = request(['a', 'b', 'c']);
        const first = await store.append(asked);
        const events = await everything(store);
        await operator.othersWrite(3_000);
        await expectBounded(5, async () => {
          expect((await store.outcomeOf(asked.command.id))?.events).toEqual(events);
        });
        await expectBounded(5, async () => expect(await store.append(asked)).toEqual({ ...first, repeated: true }));
      });
    });

    it('is not asked for by threads of a process to which it is relayed, and they are told whenever there is more', async () => {
      store.relayGrowth();
      const reader = await openKurrentDbReader(options);
      const elsewhere = await openKurrentDbStore(options);
      let calls = 0;
      let wake = (): void => undefined;
      reader.onRelayed(() => {
        calls += 1;
        wake();
      });
      // One by one, the others relay nothing.
      const others = async (): Promise<void> => {
        for (let n = 0; n < 10; n += 1) await elsewhere.append(request([`b${n}`]));
      };
      const appending = [others(), ...Array.from({ length: 30 }, (_, n) => store.append(request([`a${n}`])))];
      const taken: StoredEvent[] = [];
      const take = async (after: Cursor | null): Promise<StoredEvent[]> =>
        collect(reader.readAll(after, { knownIsEnough: true }));
      while (taken.length < 40) {
        const before = calls;
        taken.push(...(await take(taken.at(-1)?.cursor ?? null)));
        if (calls === before && taken.length < 40) await new Promise<void>((resolve) => (wake = resolve));
      }
      await Promise.all(appending);
      expect(taken).toEqual(await everything(store));
      // Whatever is asked for from now on, this reader asks for.
      await store.close();
      const { ofAll, ofStreams } = await readsOf(async () => {
        expect(await take(taken[35]?.cursor ?? null)).toEqual(taken.slice(36));
      });
      expect([ofAll, ofStreams]).toEqual([[], []]);
      await Promise.all([reader.close(), elsewhere.close()]);
    });

    it('finds the newest event that is left where the server has cleared away those of deleted streams', async () => {
      await operator.clearedAway(3);
      expect(await store.lastOccurredAt()).toBeNull();
      await store.append(request(['a']));
      const { cursor } = await store.append(request(['a', 'b']));
      await operator.clearedAway(1);
      await operator.othersWrite(10);
      await operator.clearedAway(2);
      expect(await store.head()).toBe(cursor);
      const later = await store.append(request(['a']));
      expect(await store.head()).toBe(later.cursor);
    });

    it('says that the log is damaged when somebody deletes the stream that tells of appends, until the next one', async () => {
      await store.append(request(['a']));
      await operator.deleteGrowth();
      await expect(store.head()).rejects.toBeInstanceOf(EventStoreDamagedError);
      const { cursor } = await store.append(request(['a']));
      expect(await store.head()).toBe(cursor);
    });

    it('accepts no position but those of its events', async () => {
      await store.append(request(['a']));
      const others = await operator.othersWrite(3);
      await store.append(request(['a', 'b']));
      const events = await everything(store);
      const positions = events.map(({ cursor }) => parseCursor(cursor).position);
      const inside = positions.flatMap((position) => [1n, 2n, 8n, 60n].map((offset) => position - offset));
      const first = positions[0] ?? 0n;
      const own = (await operator.ownPositions()).filter((position) => position > first);
      for (const position of [...inside, ...others, ...own]) {
        const forged = formatCursor({ ...parseCursor(await store.head()), position });
        await expect(store.acceptCursor(forged)).rejects.toBeInstanceOf(InvalidCursorError);
        await expect(collect(store.readAll(forged))).rejects.toBeInstanceOf(InvalidCursorError);
        await expect(untilCaughtUp(store.subscribe(forged))).rejects.toBeInstanceOf(InvalidCursorError);
      }
      for (const { cursor } of events) expect(await store.acceptCursor(cursor)).toBe(cursor);
    });
  });
});
