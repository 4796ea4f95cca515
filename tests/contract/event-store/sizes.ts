import { InvalidAppendError } from '../../../src/event-store/errors.js';
import type { EventStore, NewRecord } from '../../../src/event-store/port.js';
import { collect, eventsOf, everything, places, untilCaughtUp } from './consume.js';
import type { EventStoreHarness, Log } from './harness.js';
import { record, request } from './requests.js';

const MEGABYTE = 1_000_000;

/** Much of everything: many streams, long events, long appends. */
export function sizesContract(log: Log, tooLarge: EventStoreHarness['tooLarge']): void {
  it('keeps thousands of streams apart that many appends of two clients write', async () => {
    const { store, secondStore } = log();
    const other: EventStore = secondStore === undefined ? store : await secondStore();
    const streams = Array.from({ length: 2_000 }, (_, i) => `tenant-${i % 20}.community-${i}`);
    const parts = Array.from({ length: 40 }, (_, part) => streams.slice(part * 50, (part + 1) * 50));
    await Promise.all(parts.map((part, i) => (i % 2 ? store : other).append(request([...part, ...part]))));
    const filter = { streamPrefixes: ['tenant-7.'] };
    const expected = streams.filter((stream) => stream.startsWith('tenant-7.')).flatMap((s) => [`${s}@0`, `${s}@1`]);
    expect(places(await collect(store.readAll(null, { filter }))).sort()).toEqual(expected.sort());
    expect(places(eventsOf(await untilCaughtUp(store.subscribe(null, { filter })))).sort()).toEqual(expected);
    const all = places(await everything(store));
    expect(all).toHaveLength(4_000);
    expect(new Set(all).size).toBe(4_000);
    expect(places(await collect(store.readStream('tenant-19.community-1999')))).toEqual([
      'tenant-19.community-1999@0',
      'tenant-19.community-1999@1',
    ]);
  });

  it('gives back an event of 15 megabytes by every way of reading, beside short ones', async () => {
    const { store } = log();
    const text = '界'.repeat(5 * MEGABYTE);
    const asked = request(['a', record('a', 'Long', { text }), 'b']);
    const { cursor } = await store.append(asked);
    const isWhole = ({ data }: { data: Readonly<Record<string, unknown>> }): boolean => data['text'] === text;
    const ways = [
      await collect(store.readStream('a')),
      await everything(store),
      eventsOf(await untilCaughtUp(store.subscribe(null))),
      (await store.outcomeOf(asked.command.id))?.events ?? [],
    ];
    expect(ways.map((events) => events.findIndex(isWhole))).toEqual([1, 1, 1, 1]);
    expect(ways.map((events) => places(events).at(-1))).toEqual(['a@1', 'b@0', 'b@0', 'b@0']);
    expect(await store.acceptCursor(cursor)).toBe(cursor);
  });

  it('takes an append of twenty megabytes in long events', async () => {
    const { store } = log();
    const text = 'x'.repeat(MEGABYTE);
    const asked = request(Array.from({ length: 20 }, (_, i) => record(`s${i % 2}`, 'Long', { text })));
    await store.append(asked);
    expect(await collect(store.readStream('s1'))).toHaveLength(10);
    expect((await store.outcomeOf(asked.command.id))?.events).toHaveLength(20);
  });

  const limited = tooLarge === undefined ? it.skip : it;
  const where = tooLarge === undefined ? ' (only the disk limits this engine)' : '';
  limited(`refuses what is larger than the engine takes, writes nothing of it, and goes on${where}`, async () => {
    const { store } = log();
    const long = (length: number): NewRecord => record('a', 'Long', { text: 'x'.repeat(length) });
    const [event = 0, append = 0] = [tooLarge?.event, tooLarge?.append];
    for (const part of [[long(event)], Array.from({ length: 40 }, () => long(append / 40))]) {
      const refused = request(['a', ...part, 'b']);
      await expect(store.append(refused)).rejects.toBeInstanceOf(InvalidAppendError);
      expect(await store.outcomeOf(refused.command.id)).toBeNull();
    }
    await store.append(request(['a']));
    expect(places(await everything(store))).toEqual(['a@0']);
  });
}
