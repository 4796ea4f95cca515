import { AppendConflictError } from '../../../src/event-store/errors.js';
import type { EventStore } from '../../../src/event-store/port.js';
import { collect, everything, outcomes, places } from './consume.js';
import type { Log } from './harness.js';
import { at, exists, noStream, record, request } from './requests.js';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Two clients at once: each decides by what it read, and none of them by what the other has changed since. */
export function twoClientsContract(log: Log): void {
  /** The client, and a second one; where the engine has one writer only, the same one again. */
  async function clients(): Promise<[EventStore, EventStore]> {
    const { store, secondStore } = log();
    return [store, secondStore === undefined ? store : await secondStore()];
  }

  it('loses no update where both read, decide and append on streams that overlap', async () => {
    const [one, other] = await clients();
    const streams = times(5, (i) => `counter-${i}`);
    let conflicts = 0;
    async function raise(client: EventStore, stream: string, neighbour: string): Promise<void> {
      const lengths = await Promise.all(
        [stream, neighbour].map(async (s) => (await collect(client.readStream(s))).length),
      );
      const [count = 0, around = 0] = lengths;
      const checks = [
        count === 0 ? noStream(stream) : at(stream, count - 1),
        around === 0 ? noStream(neighbour) : at(neighbour, around - 1),
      ];
      try {
        await client.append(request([record(stream, 'Raised', { count, around })], { checks }));
      } catch (error) {
        if (!(error instanceof AppendConflictError)) throw error;
        conflicts += 1;
        await raise(client, stream, neighbour);
      }
    }
    await Promise.all(
      times(8, async (worker) => {
        const client = worker % 2 === 0 ? one : other;
        for (let i = 0; i < 10; i += 1) {
          await raise(client, `counter-${(worker + i) % 5}`, `counter-${(worker + i + 1 + (i % 3)) % 5}`);
        }
      }),
    );
    const events = await everything(one);
    expect(events).toHaveLength(80);
    // Each was appended where it was decided: what it counted was so at its place in the log.
    const lengths = new Map(streams.map((stream) => [stream, 0]));
    for (const { stream, revision, data } of events) {
      expect(data['count']).toBe(revision);
      expect(data['count']).toBe(lengths.get(stream));
      expect([...lengths.values()]).toContain(data['around']);
      lengths.set(stream, revision + 1);
    }
    expect(conflicts).toBeGreaterThan(0);
  });

  it('never fails one for the other on streams of their own, with a check that both share', async () => {
    const [one, other] = await clients();
    await one.append(request(['shared']));
    await Promise.all(
      [one, other].flatMap((client, c) =>
        times(10, async (worker) => {
          const own = `own-${c}-${worker}`;
          for (let i = 0; i < 10; i += 1) {
            const checks = [i === 0 ? noStream(own) : at(own, i - 1), i % 2 ? exists('shared') : at('shared', 0)];
            await client.append(request([own], { checks }));
          }
        }),
      ),
    );
    expect(await everything(other)).toHaveLength(201);
  });

  it('lets one of two win that write the same streams in opposite orders', async () => {
    const [one, other] = await clients();
    for (let round = 0; round < 50; round += 1) {
      const names = [`x${round}`, `y${round}`, `z${round}`];
      const { won, lost } = await outcomes([
        one.append(request(names, { checks: names.map(noStream) })),
        other.append(request(names.toReversed(), { checks: names.toReversed().map(noStream) })),
      ]);
      expect(won).toHaveLength(1);
      expect(lost).toEqual([expect.any(AppendConflictError)]);
      expect([...(lost[0] as AppendConflictError).streams].sort()).toEqual(names);
    }
  });

  it('never lets all of a circle through in which each relies on what the next one writes', async () => {
    const [one, other] = await clients();
    for (let round = 0; round < 100; round += 1) {
      const name = (i: number): string => `circle-${round}-${i % 4}`;
      const { won, lost } = await outcomes(
        times(4, (i) => (i % 2 ? other : one).append(request([name(i)], { checks: [noStream(name(i + 1))] }))),
      );
      expect(won.length).toBeGreaterThanOrEqual(1);
      expect(won.length).toBeLessThanOrEqual(3);
      expect(lost.every((error) => error instanceof AppendConflictError)).toBe(true);
    }
  });

  it('checks a thousand streams that it does not write, and names those that the other client has moved', async () => {
    const [one, other] = await clients();
    const guards = times(1_000, (i) => `guard-${i}`);
    const checks = [...guards.map((guard) => at(guard, 0)), ...times(500, (i) => noStream(`absent-${i}`))];
    await one.append(request(guards));
    await other.append(request(['a'], { checks }));
    const moved = ['guard-0', 'guard-500', 'guard-999', 'absent-7'];
    await one.append(request(moved));
    const { lost } = await outcomes([other.append(request(['a'], { checks }))]);
    expect(lost).toEqual([expect.any(AppendConflictError)]);
    expect([...(lost[0] as AppendConflictError).streams].sort()).toEqual([...moved].sort());
    expect(places(await collect(one.readStream('a')))).toEqual(['a@0']);
  });

  it('shows at once to the one what the other was told of', async () => {
    const [one, other] = await clients();
    for (let round = 0; round < 50; round += 1) {
      const [writer, reader] = round % 2 ? [one, other] : [other, one];
      const { cursor } = await writer.append(request(['a']));
      expect(await reader.head()).toBe(cursor);
      expect(await collect(reader.readStream('a'))).toHaveLength(round + 1);
    }
  });
}
