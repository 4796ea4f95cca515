import type { Cursor } from '../../../src/event-store/cursor.js';
import type { EventFilter, EventReader, NewRecord, SubscriptionItem } from '../../../src/event-store/port.js';
import { cursorOf, eventsOf, everything, next, places, untilCaughtUp } from './consume.js';
import type { Log } from './harness.js';
import { record, request } from './requests.js';

const kinds = (items: readonly SubscriptionItem[]): string[] => items.map(({ kind }) => kind);
const nothing: EventFilter = { types: ['Never'] };

/** Subscriptions: everything once, in order, then live; nothing held for those who do not pull. */
export function subscribingContract(log: Log): void {
  describe.each([
    ['the appending client', () => Promise.resolve<EventReader>(log().store)],
    ['another client', () => log().secondReader()],
  ])('on %s', (_, client) => {
    it('delivers what is there, says that it has caught up, and goes on live', async () => {
      const reader = await client();
      const { store } = log();
      const { cursor: before } = await store.append(request(['a', 'b']));
      const items = reader.subscribe(null)[Symbol.asyncIterator]();
      const past = [await next(items), await next(items), await next(items)];
      expect(places(eventsOf(past))).toEqual(['a@0', 'b@0']);
      expect(past[2]).toEqual({ kind: 'caughtUp', cursor: before });

      const pending = next(items);
      const { cursor } = await store.append(request(['c']));
      expect(await pending).toMatchObject({ kind: 'event', event: { stream: 'c', cursor } });
      expect(await next(items)).toEqual({ kind: 'caughtUp', cursor });
      await items.return?.();
    });

    it('is caught up at once where there is nothing new', async () => {
      const reader = await client();
      const empty = await reader.head();
      expect(await untilCaughtUp(reader.subscribe(null))).toEqual([{ kind: 'caughtUp', cursor: empty }]);
      const { cursor } = await log().store.append(request(['a']));
      expect(await untilCaughtUp(reader.subscribe(cursor))).toEqual([{ kind: 'caughtUp', cursor }]);
    });

    it('says how far the log was looked at when everything new is kept back', async () => {
      const reader = await client();
      const items = reader.subscribe(null, { filter: nothing })[Symbol.asyncIterator]();
      await next(items);
      const pending = next(items);
      const { cursor } = await log().store.append(request(['a']));
      expect(await pending).toEqual({ kind: 'caughtUp', cursor });
      await items.return?.();
    });
  });

  it('tells of a checkpoint at least once in 1,000 events that are kept back', async () => {
    const { store } = log();
    const kept = (): NewRecord[] => Array.from({ length: 2_600 }, () => record('a'));
    await store.append(request([record('a', 'Wanted'), ...kept(), record('a', 'Wanted'), ...kept()]));
    const events = await everything(store);
    const position = new Map(events.map(({ cursor }, index) => [cursor, index + 1]));
    const items = await untilCaughtUp(store.subscribe(null, { filter: { types: ['Wanted'] } }));

    expect(eventsOf(items).map(({ revision }) => revision)).toEqual([0, 2_601]);
    const told = [0, ...items.map((item) => position.get(cursorOf(item)) ?? NaN)];
    const gaps = told.slice(1).map((at, index) => at - (told[index] ?? NaN));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(told.at(-1)).toBe(events.length);
  });

  it('resumes from any cursor without gap or repeat', async () => {
    const { store } = log();
    await store.append(request(['a', 'b', 'a', 'b', 'a']));
    const filter = { streamPrefixes: ['a'] };
    const items = await untilCaughtUp(store.subscribe(null, { filter }));
    for (const [index, item] of items.entries()) {
      const resumed = await untilCaughtUp(store.subscribe(cursorOf(item), { filter }));
      expect(eventsOf(resumed)).toEqual(eventsOf(items.slice(index + 1)));
    }
  });

  it('delivers everything once to a subscriber that comes back again and again while writing goes on', async () => {
    const { store } = log();
    const writing = Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let left = 20; left > 0; left -= 1) await store.append(request([`w${writer}`, `w${writer}`]));
      }),
    );
    const seen: string[] = [];
    let after: Cursor | null = null;
    for (let patience = 1; seen.length < 800; patience = (patience % 37) + 1) {
      let left = patience;
      for await (const item of store.subscribe(after)) {
        after = cursorOf(item);
        seen.push(...places(eventsOf([item])));
        left -= 1;
        if (left === 0 || seen.length === 800) break;
      }
    }
    await writing;
    expect(seen).toEqual(places(await everything(store)));
  });

  it('keeps a slow subscriber whole, at its own pace, while others go on', async () => {
    const { store } = log();
    const slow = store.subscribe(null)[Symbol.asyncIterator]();
    expect((await next(slow)).kind).toBe('caughtUp');
    for (let part = 0; part < 5; part += 1) await store.append(request(Array.from({ length: 600 }, () => 'a')));
    const quick = await untilCaughtUp(store.subscribe(null));
    expect(eventsOf(quick)).toHaveLength(3_000);
    const late = await untilCaughtUp({ [Symbol.asyncIterator]: () => slow });
    expect(eventsOf(late)).toEqual(eventsOf(quick));
  });

  it('is caught up once for each time that it was behind', async () => {
    const { store } = log();
    const items = store.subscribe(null)[Symbol.asyncIterator]();
    const got: SubscriptionItem[] = [await next(items)];
    for (const stream of ['a', 'b', 'c']) {
      await store.append(request([stream]));
      got.push(await next(items), await next(items));
    }
    expect(kinds(got)).toEqual(['caughtUp', 'event', 'caughtUp', 'event', 'caughtUp', 'event', 'caughtUp']);
    await items.return?.();
  });

  describe('ends', () => {
    it('when the consumer returns, and settles a pending next', async () => {
      const items = log().store.subscribe(null)[Symbol.asyncIterator]();
      await next(items);
      const pending = items.next();
      expect(await items.return?.()).toEqual({ done: true, value: undefined });
      expect(await pending).toEqual({ done: true, value: undefined });
      expect(await items.next()).toEqual({ done: true, value: undefined });
    });

    it('when it is returned from before it began', async () => {
      const items = log().store.subscribe(null)[Symbol.asyncIterator]();
      expect((await items.return?.())?.done).toBe(true);
      expect((await items.next()).done).toBe(true);
    });

    it('when its signal aborts', async () => {
      const controller = new AbortController();
      const items = log().store.subscribe(null, { signal: controller.signal })[Symbol.asyncIterator]();
      await next(items);
      const pending = items.next();
      controller.abort();
      expect((await pending).done).toBe(true);
    });

    it('at once when its signal aborted before', async () => {
      const { store } = log();
      await store.append(request(['a']));
      const items = store.subscribe(null, { signal: AbortSignal.abort() })[Symbol.asyncIterator]();
      expect((await items.next()).done).toBe(true);
    });

    it('when the client closes, without an error', async () => {
      const reader = await log().secondReader();
      const waiting = reader.subscribe(null)[Symbol.asyncIterator]();
      await next(waiting);
      const pending = waiting.next();
      await reader.close();
      expect((await pending).done).toBe(true);
    });
  });
}
