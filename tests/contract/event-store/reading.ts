import { EventStoreError } from '../../../src/event-store/errors.js';
import type { EventFilter } from '../../../src/event-store/port.js';
import { collect, eventsOf, everything, next, places, untilCaughtUp } from './consume.js';
import type { Log } from './harness.js';
import { record, request } from './requests.js';

/** Reads: complete, in order, from anywhere, filtered or not. */
export function readingContract(log: Log): void {
  it('reads an unknown stream as empty', async () => {
    expect(await collect(log().store.readStream('nothing'))).toEqual([]);
    expect(await everything(log().store)).toEqual([]);
  });

  it.each([0, 1, 2, 3, 99])('reads a stream from revision %d', async (fromRevision) => {
    const { store } = log();
    await store.append(request(['a', 'b', 'a', 'b', 'a']));
    const expected = ['a@0', 'a@1', 'a@2'].slice(fromRevision);
    expect(places(await collect(store.readStream('a', { fromRevision })))).toEqual(expected);
  });

  it('reads on after every cursor', async () => {
    const { store } = log();
    await store.append(request(['a', 'b']));
    await store.append(request(['c', 'a']));
    const events = await everything(store);
    for (const [index, { cursor }] of events.entries()) {
      expect(await collect(store.readAll(cursor))).toEqual(events.slice(index + 1));
    }
  });

  it('reads thousands of events, long ones among them, whole and in order', async () => {
    const { store } = log();
    const text = 'x'.repeat(300_000);
    for (let part = 0; part < 6; part += 1) {
      const many = Array.from({ length: 700 }, () => record('a'));
      await store.append(request([...many, record('a', 'Long', { text }), record('a', 'Long', { text })]));
    }
    const revisions = (await collect(store.readStream('a'))).map(({ revision }) => revision);
    expect(revisions).toEqual(Array.from({ length: 6 * 702 }, (_, index) => index));
    expect(places(await everything(store))).toEqual(revisions.map((revision) => `a@${revision}`));
  });

  describe('filters', () => {
    // Given an event of each of two types in each of these streams.
    const streams = ['tenant-1', 'tenant-12', 'tenant.1', 'account-1'];
    const table: [string, EventFilter, string[]][] = [
      ['nothing named', {}, streams.flatMap((stream) => [`${stream}@0`, `${stream}@1`])],
      ['a prefix', { streamPrefixes: ['tenant-'] }, ['tenant-1@0', 'tenant-1@1', 'tenant-12@0', 'tenant-12@1']],
      ['a whole name, which is a prefix too', { streamPrefixes: ['tenant-12'] }, ['tenant-12@0', 'tenant-12@1']],
      [
        'two prefixes that overlap',
        { streamPrefixes: ['tenant.', 'te', 'x'] },
        streams.slice(0, 3).flatMap((stream) => [`${stream}@0`, `${stream}@1`]),
      ],
      ['a type', { types: ['Unbound'] }, streams.map((stream) => `${stream}@1`)],
      ['two types', { types: ['Bound', 'Unbound'] }, streams.flatMap((stream) => [`${stream}@0`, `${stream}@1`])],
      ['part of a type', { types: ['bound', 'Boun'] }, []],
      ['both', { streamPrefixes: ['account-', 'tenant.'], types: ['Bound'] }, ['tenant.1@0', 'account-1@0']],
      ['signs that some engines give a meaning', { streamPrefixes: ['tenant_', 'tenant%', '*', '^t'] }, []],
      ['no prefixes', { streamPrefixes: [] }, []],
      ['no types', { types: [] }, []],
    ];
    it.each(table)('%s', async (_, filter, expected) => {
      const { store } = log();
      await store.append(request(streams.flatMap((stream) => [record(stream, 'Bound'), record(stream, 'Unbound')])));
      expect(places(await collect(store.readAll(null, { filter })))).toEqual(expected);
      expect(places(eventsOf(await untilCaughtUp(store.subscribe(null, { filter }))))).toEqual(expected);
    });
  });

  it.each([1, 2, 600, 1_200])('reads as many events as are wanted and no more: %i', async (limit) => {
    const { store } = log();
    await store.append(request(Array.from({ length: 1_100 }, (_, index) => (index % 3 === 0 ? 'a' : 'b'))));
    const all = await everything(store);
    expect(await collect(store.readAll(null, { limit }))).toEqual(all.slice(0, limit));
    const filter = { streamPrefixes: ['a'] };
    const ofA = all.filter(({ stream }) => stream === 'a');
    expect(await collect(store.readAll(null, { limit, filter }))).toEqual(ofA.slice(0, limit));
  });

  it('ends readAll at the head that it reaches, however much has been written since it began', async () => {
    const { store } = log();
    await store.append(request(['a', 'a']));
    const reading = store.readAll(null)[Symbol.asyncIterator]();
    await next(reading);
    await store.append(request(['b']));
    const rest = await collect({ [Symbol.asyncIterator]: () => reading });
    expect(places(rest).slice(0, 1)).toEqual(['a@1']);
    expect((await reading.next()).done).toBe(true);
  });

  it('ends reads whose signal has aborted', async () => {
    const { store } = log();
    await store.append(request(['a', 'a', 'a']));
    const controller = new AbortController();
    const reading = store.readAll(null, { signal: controller.signal })[Symbol.asyncIterator]();
    await next(reading);
    controller.abort();
    expect((await reading.next()).done).toBe(true);
    expect(await collect(store.readStream('a', { signal: controller.signal }))).toEqual([]);
  });

  it('lets another client read what was appended', async () => {
    const { store } = log();
    const reader = await log().secondReader();
    const { cursor } = await store.append(request(['a', 'b']));
    expect(await reader.head()).toBe(cursor);
    expect(await everything(reader)).toEqual(await everything(store));
    expect(reader.installation).toBe(store.installation);
  });

  it('says so when it is used after closing', async () => {
    const { store } = log();
    await store.append(request(['a']));
    await store.close();
    await store.close();
    await expect(store.append(request(['a']))).rejects.toBeInstanceOf(EventStoreError);
    await expect(store.head()).rejects.toBeInstanceOf(EventStoreError);
    await expect(everything(store)).rejects.toBeInstanceOf(EventStoreError);
    await expect(store.outcomeOf('c')).rejects.toBeInstanceOf(EventStoreError);
  });

  it('finishes the appends that were under way when it was closed', async () => {
    const { store } = log();
    const appending = Array.from({ length: 100 }, () => store.append(request(['a'])));
    await store.close();
    await Promise.all(appending);
    await log().reopen();
    expect(await everything(log().store)).toHaveLength(100);
  });
}
