import { AppendConflictError } from '../../../src/event-store/errors.js';
import type { Appended, EventStore } from '../../../src/event-store/port.js';
import { collect, everything, outcomes, places } from './consume.js';
import type { Log } from './harness.js';
import { at, exists, noStream, request } from './requests.js';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Appends that meet: whatever their order comes to be, it is one order, and each was decided on what preceded it. */
export function concurrencyContract(log: Log): void {
  /** The client, and a second one where the engine has several. */
  async function clients(): Promise<[EventStore, EventStore]> {
    const { store, secondStore } = log();
    return [store, secondStore === undefined ? store : await secondStore()];
  }

  it('lets one of 1,000 appends win that expect the same revision', async () => {
    const { store } = log();
    await store.append(request(['a']));
    const { won, lost } = await outcomes(times(1_000, () => store.append(request(['a'], { checks: [at('a', 0)] }))));
    expect(won).toHaveLength(1);
    expect(lost.every((error) => error instanceof AppendConflictError && error.streams.join() === 'a')).toBe(true);
    expect(places(await everything(store))).toEqual(['a@0', 'a@1']);
  });

  it('lets all appends through that touch different streams', async () => {
    const [one, other] = await clients();
    const appended = await Promise.all(
      times(400, (i) => (i % 2 ? one : other).append(request([`s${i}`, `s${i}`], { checks: [noStream(`s${i}`)] }))),
    );
    const events = await everything(one);
    expect(events).toHaveLength(800);
    expect(new Set(appended.map(({ cursor }) => cursor)).size).toBe(400);
    // The two records of an append are neighbours in the log.
    const pairs = times(400, (i) => events.slice(2 * i, 2 * i + 2).map(({ stream }) => stream));
    expect(pairs.every(([first, second]) => first === second)).toBe(true);
  });

  it('never fails an append for the conflict of its neighbour', async () => {
    const { store } = log();
    await store.append(request(['taken']));
    const { won, lost } = await outcomes(
      times(300, (i) =>
        store.append(request([`s${i}`], { checks: [i % 3 === 0 ? noStream('taken') : noStream(`s${i}`)] })),
      ),
    );
    expect(won).toHaveLength(200);
    expect(lost).toHaveLength(100);
    expect(await everything(store)).toHaveLength(201);
  });

  it('tells each of many appends at once where its own last event stands', async () => {
    const [one, other] = await clients();
    const first = await one.head();
    const sent = times(200, (i) => request(times(1 + (i % 4), (n) => `s${(i + n) % 9}`)));
    const appended = await Promise.all(sent.map((asked, i) => (i % 5 ? one : other).append(asked)));
    const cursors = new Map((await everything(one)).map(({ id, cursor }) => [id, cursor]));
    expect(appended.map(({ cursor }) => cursor)).toEqual(
      sent.map(({ records }) => cursors.get(records.at(-1)?.event.id ?? '')),
    );
    // Whoever goes on from there misses nothing and gets nothing twice.
    const last = [first, ...appended.map(({ cursor }) => cursor)].sort().at(-1) ?? first;
    expect(await collect(one.readAll(last))).toEqual([]);
    expect(await one.head()).toBe(last);
  });

  it('keeps appends apart of which one relies on what another writes at the same time', async () => {
    const { store } = log();
    await store.append(request(['account']));
    for (let round = 0; round < 10; round += 1) {
      const now = await collect(store.readStream('account'));
      const relying = times(20, (i) => request([`t${round}-${i}`], { checks: [at('account', now.length - 1)] }));
      const writing = request(['account'], { checks: [at('account', now.length - 1)] });
      const { won } = await outcomes(
        [...relying.slice(0, 10), writing, ...relying.slice(10)].map((asked) => store.append(asked)),
      );
      const events = await collect(store.readAll(now.at(-1)?.cursor ?? null));
      expect(won.length).toBeGreaterThan(0);
      // Nothing that relied on the account stands behind what changed it.
      const changed = events.findIndex(({ stream }) => stream === 'account');
      if (changed >= 0) expect(events.slice(changed + 1)).toEqual([]);
    }
  });

  it('lets a chain of appends through in which each needs the one before it', async () => {
    const { store } = log();
    let revision = -1;
    for (let left = 100; left > 0; left -= 1) {
      await store.append(request(['a'], { checks: [revision < 0 ? noStream('a') : at('a', revision)] }));
      revision += 1;
    }
    expect(await collect(store.readStream('a'))).toHaveLength(100);
  });

  it('lets exactly one win of appends that overlap in a ring', async () => {
    const [store, other] = await clients();
    const ring = (i: number): string => `r${i % 10}`;
    for (let round = 0; round < 20; round += 1) {
      const revision = (await collect(store.readStream('r0'))).length;
      await store.append(request(times(10, ring)));
      const { won } = await outcomes(
        times(10, (i) =>
          (i % 3 ? store : other).append(
            request([ring(i), ring(i + 1)], { checks: [at(ring(i), revision), at(ring(i + 1), revision)] }),
          ),
        ),
      );
      // Neighbours exclude each other; those that won share no stream.
      expect(won.length).toBeGreaterThanOrEqual(1);
      expect(won.length).toBeLessThanOrEqual(5);
      // Level again for the next round.
      await level(store, times(10, ring));
    }
  });

  describe.each([
    ['one way', false],
    ['the other way', true],
  ])('write skew: two appends, each on what the other writes, %s', (_, reversed) => {
    it('never lets both through', async () => {
      const [one, other] = await clients();
      for (let round = 0; round < 200; round += 1) {
        const [x, y] = [`x${round}`, `y${round}`];
        const writesX = (): Promise<Appended> => one.append(request([x], { checks: [noStream(y)] }));
        const writesY = (): Promise<Appended> => other.append(request([y], { checks: [noStream(x)] }));
        const { won, lost } = await outcomes(reversed ? [writesY(), writesX()] : [writesX(), writesY()]);
        expect(won).toHaveLength(1);
        expect(lost).toEqual([expect.any(AppendConflictError)]);
      }
    });

    it('never lets a guarded write in behind a guard that moved', async () => {
      const [one, other] = await clients();
      for (let round = 0; round < 200; round += 1) {
        const [guard, guarded] = [`guard${round}`, `guarded${round}`];
        await one.append(request([guard]));
        const moves = (): Promise<Appended> => one.append(request([guard], { checks: [noStream(guarded)] }));
        const writes = (): Promise<Appended> => other.append(request([guarded], { checks: [at(guard, 0)] }));
        await outcomes(reversed ? [writes(), moves()] : [moves(), writes()]);
        const [moved, written] = [await collect(one.readStream(guard)), await collect(one.readStream(guarded))];
        expect([moved.length, written.length]).not.toEqual([2, 1]);
        expect(moved.length + written.length).toBe(2);
      }
    });
  });

  it('counts what precedes an append as having happened', async () => {
    const { store } = log();
    await store.append(request(['a'], { checks: [noStream('a')] }));
    await Promise.all(
      times(50, (i) => store.append(request([`b${i}`], { checks: [i % 2 ? exists('a') : at('a', 0)] }))),
    );
    expect(await everything(store)).toHaveLength(51);
  });
}

/** Brings all streams to the same number of events. */
async function level(store: EventStore, streams: readonly string[]): Promise<void> {
  const lengths = await Promise.all(streams.map(async (stream) => (await collect(store.readStream(stream))).length));
  const longest = Math.max(...lengths);
  const missing = streams.flatMap((stream, i) => times(longest - (lengths[i] ?? 0), () => stream));
  if (missing.length > 0) await store.append(request(missing));
}
