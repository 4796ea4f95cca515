import { AppendConflictError, EventStoreDamagedError } from '../../../src/event-store/errors.js';
import { collect, eventsOf, next, places, untilCaughtUp } from './consume.js';
import type { Log, Operator } from './harness.js';
import { at, exists, OCCURRED_AT, request } from './requests.js';

/** What an operator did to a stream behind the clients' back: they read what is left, and never wait for the rest. */
export function interventionsContract(log: Log): void {
  function operator(): Operator {
    const { operator: found } = log();
    if (found === undefined) throw new Error('This engine has no means to change a stream.');
    return found;
  }

  it('reads a truncated stream from the first event that is left', async () => {
    const { store } = log();
    await store.append(request(['a', 'b', 'a', 'a', 'a']));
    await operator().truncate('a', 2);
    expect(places(await collect(store.readStream('a')))).toEqual(['a@2', 'a@3']);
    expect(places(await collect(store.readStream('a', { fromRevision: 1 })))).toEqual(['a@2', 'a@3']);
    expect(places(await collect(store.readStream('a', { fromRevision: 3 })))).toEqual(['a@3']);
    expect(await collect(store.readStream('a', { fromRevision: 4 }))).toEqual([]);
  });

  it('appends to a truncated stream at the revision that it had', async () => {
    const { store } = log();
    await store.append(request(['a', 'a', 'a']));
    await operator().truncate('a', 3);
    expect(await collect(store.readStream('a'))).toEqual([]);
    await expect(store.append(request(['b'], { checks: [at('a', 0)] }))).rejects.toBeInstanceOf(AppendConflictError);
    await store.append(request(['a'], { checks: [at('a', 2)] }));
    expect(places(await collect(store.readStream('a')))).toEqual(['a@3']);
  });

  it('reads a deleted stream as empty, and the rest of the log as before', async () => {
    const { store } = log();
    await store.append(request(['a', 'b', 'a', 'b']));
    await operator().delete('a');
    expect(await collect(store.readStream('a'))).toEqual([]);
    expect(await collect(store.readStream('a', { fromRevision: 1 }))).toEqual([]);
    expect(places(await collect(store.readStream('b')))).toEqual(['b@0', 'b@1']);
    const filter = { streamPrefixes: ['b'] };
    expect(places(await collect(store.readAll(null, { filter })))).toEqual(['b@0', 'b@1']);
    expect(places(eventsOf(await untilCaughtUp(store.subscribe(null, { filter }))))).toEqual(['b@0', 'b@1']);
    await expect(store.append(request(['b'], { checks: [exists('a')] }))).rejects.toBeInstanceOf(AppendConflictError);
  });

  it('goes on with a subscription while streams that it delivers are deleted', async () => {
    const { store } = log();
    const items = store.subscribe(null)[Symbol.asyncIterator]();
    await next(items);
    await store.append(request(['a', 'a']));
    expect(places(eventsOf([await next(items)]))).toEqual(['a@0']);
    await operator().delete('a');
    const { cursor } = await store.append(request(['b']));
    const rest = [];
    for (;;) {
      const item = await next(items);
      rest.push(item);
      if (item.kind === 'event' && item.event.cursor === cursor) break;
    }
    expect(places(eventsOf(rest)).at(-1)).toBe('b@0');
    await items.return?.();
  });

  it('says that the log is damaged when it is to write a stream that was ended for good, and writes nothing', async () => {
    const { store } = log();
    await store.append(request(['a', 'b']));
    await operator().end('a');
    expect(await collect(store.readStream('a'))).toEqual([]);
    const refused = request(['b', 'a']);
    await expect(store.append(refused)).rejects.toBeInstanceOf(EventStoreDamagedError);
    expect(await store.outcomeOf(refused.command.id)).toBeNull();
    await store.append(request(['b'], { checks: [at('b', 0)] }));
    expect(await store.head()).toBe((await collect(store.readStream('b'))).at(-1)?.cursor);
    await operator().end('b');
    // The mark that ends a stream is none of our events.
    expect(await store.lastOccurredAt()).toBe(OCCURRED_AT);
    const left = [await collect(store.readAll(null)), eventsOf(await untilCaughtUp(store.subscribe(null)))];
    for (const events of left) expect(places(events).filter((place) => place !== 'a@0')).toEqual(['b@0', 'b@1']);
  });
}
