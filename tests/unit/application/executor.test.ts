import { TryAgainError } from '../../../src/application/answer.js';
import { MonotonicClock } from '../../../src/application/clock.js';
import { Executor, type Execution } from '../../../src/application/deciding/executor.js';
import { FairQueue } from '../../../src/application/deciding/fair-queue.js';
import { StreamStates } from '../../../src/application/deciding/stream-states.js';
import { openEmbeddedSnapshots } from '../../../src/application/snapshots/embedded-snapshot-store.js';
import type { SnapshotStore } from '../../../src/application/snapshots/snapshot-store.js';
import { accept, refuse } from '../../../src/domain/decision.js';
import type { DomainEvent } from '../../../src/domain/event.js';
import type { StreamKind } from '../../../src/domain/stream-kind.js';
import { openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { EventStore } from '../../../src/event-store/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

type Counted = DomainEvent<'Counted', { readonly by: number }>;

/** A stream that counts: just enough of a domain to see how commands are executed. */
const counter: StreamKind<number, Counted> = {
  prefix: 'counter-',
  initial: 0,
  evolve: (state, { event }) => state + event.data.by,
  upcast: (_type, _version, data) => ({ type: 'Counted', data: data as Counted['data'] }),
  snapshot: { version: 1, save: (state) => ({ state }), restore: (saved) => (saved as { state: number }).state },
};

const acting = { actor: 'p', actorKind: 'PERSON', actorTenant: 't', correlationId: 'c', causationId: '' } as const;
const LIMITED = { code: 'TOO_MANY_AT_ONCE', count: 1, limit: 1 } as const;

function count(key: string, options: { id?: string; limit?: number; fingerprint?: string } = {}) {
  const { id = 'a', limit = Infinity, fingerprint = 'f' } = options;
  return {
    command: 'Count',
    identity: { id: key, fingerprint },
    acting,
    writes: [`counter-${id}`],
    load: (view) => view.state(counter, id),
    decide: (state) =>
      state >= limit
        ? refuse(LIMITED)
        : accept([{ stream: `counter-${id}`, tenant: 't', event: { type: 'Counted', data: { by: 1 } } }]),
    result: (events) => events.length,
  } satisfies Execution<number, number>;
}

describe('executor', () => {
  const folder = temporaryFolder();
  let store: EventStore;
  let snapshots: SnapshotStore;

  beforeAll(async () => {
    store = await openEmbeddedEventStore(folder.path);
    snapshots = openEmbeddedSnapshots(folder.path);
  });
  afterAll(async () => {
    await store.close();
    await snapshots.close();
    folder.remove();
  });

  /** Another process, as far as memory goes: states of its own over the same log. */
  const process = () => {
    const states = new StreamStates(store, snapshots);
    return { states, executor: new Executor(store, states, new FairQueue(), new MonotonicClock(null)) };
  };
  const total = async (id: string) => (await process().states.fresh(counter, id)).state;

  it('a success costs one append and no read once the state is known', async () => {
    const { executor } = process();
    await executor.execute(count('warm-1', { id: 'warm' }));
    const reads = jest.spyOn(store, 'readStream');
    await executor.execute(count('warm-2', { id: 'warm' }));
    expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
    expect(await total('warm')).toBe(2);
  });

  it('two processes that know different states do not lose each other’s events', async () => {
    const processes = [process(), process(), process()];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (processes[index % 3] ?? process()).executor.execute(count(`shared-${index}`, { id: 'shared' })),
      ),
    );
    expect(await total('shared')).toBe(60);
  });

  it('a refusal is never decided from stale memory', async () => {
    const stale = process();
    const other = process();
    await stale.executor.execute(count('stale-1', { id: 'stale' }));
    const uncount = {
      ...count('stale-2', { id: 'stale' }),
      decide: () => accept([{ stream: 'counter-stale', tenant: 't', event: { type: 'Counted', data: { by: -1 } } }]),
    };
    await other.executor.execute(uncount);
    // `stale` remembers 1, the log says 0.
    await expect(stale.executor.execute(count('stale-3', { id: 'stale', limit: 1 }))).resolves.toMatchObject({
      ok: true,
    });
  });

  it('a limit holds whatever the processes believe', async () => {
    const processes = [process(), process()];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (processes[index % 2] ?? process()).executor.execute(count(`limit-${index}`, { id: 'limit', limit: 7 })),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(7);
    expect(await total('limit')).toBe(7);
  });

  it('a repeated command has one effect and the same answer, also where it would be refused now', async () => {
    const first = await process().executor.execute(count('repeat', { id: 'repeat', limit: 1 }));
    const second = await process().executor.execute(count('repeat', { id: 'repeat', limit: 1 }));
    const twins = process().executor;
    const [third, fourth] = await Promise.all([
      twins.execute(count('repeat', { id: 'repeat', limit: 1 })),
      twins.execute(count('repeat', { id: 'repeat' })),
    ]);
    expect([second, third, fourth]).toEqual([first, first, first]);
    expect(await total('repeat')).toBe(1);
  });

  it('two at the same moment with one key have one effect and the same answer', async () => {
    const [one, two] = [process(), process()];
    const answers = await Promise.all([
      one.executor.execute(count('twins', { id: 'twins', limit: 1 })),
      two.executor.execute(count('twins', { id: 'twins', limit: 1 })),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await total('twins')).toBe(1);
  });

  it('a key that comes back with another input is refused, whatever the new input would get', async () => {
    const { executor } = process();
    await executor.execute(count('reused', { id: 'reused' }));
    const other = { id: 'reused', fingerprint: 'g' };
    const reused = { ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } };
    await expect(executor.execute(count('reused', other))).resolves.toEqual(reused);
    await expect(executor.execute(count('reused', { ...other, limit: 0 }))).resolves.toEqual(reused);
  });

  it('only accepted commands are remembered', async () => {
    const { executor } = process();
    await expect(executor.execute(count('later', { id: 'later', limit: 0 }))).resolves.toEqual({
      ok: false,
      refusal: LIMITED,
    });
    await expect(executor.execute(count('later', { id: 'later', fingerprint: 'g' }))).resolves.toMatchObject({
      ok: true,
    });
  });

  it('asks to try again when others never stop getting in between', async () => {
    const states = new StreamStates(store, snapshots);
    const executor = new Executor(store, states, new FairQueue(), new MonotonicClock(null), { patience: 200 });
    const rival = process().executor;
    let round = 0;
    const contended = {
      ...count('contended', { id: 'contended' }),
      load: async (view: Parameters<Execution<number, number>['load']>[0]) => {
        const state = await view.state(counter, 'contended');
        await rival.execute(count(`rival-${(round += 1)}`, { id: 'contended' }));
        return state;
      },
    };
    await expect(executor.execute(contended)).rejects.toThrow(TryAgainError);
  });

  it('a cold load begins at a snapshot, and one of another history is worth nothing', async () => {
    const { executor, states } = process();
    for (let batch = 0; batch < 3; batch += 1) {
      const by = Array.from({ length: 500 }, () => ({
        stream: 'counter-long',
        tenant: 't',
        event: { type: 'Counted', data: { by: 1 } } as const,
      }));
      await executor.execute({ ...count(`long-${batch}`, { id: 'long' }), decide: () => accept(by) });
    }
    await new Promise((resolve) => setImmediate(resolve));
    const snapshot = await snapshots.load('counter-long', 1);
    expect(snapshot).toMatchObject({ state: { state: (snapshot?.revision ?? 0) + 1 } });
    expect(snapshot?.revision).toBeGreaterThanOrEqual(999);

    const reads = jest.spyOn(store, 'readStream');
    expect(await total('long')).toBe(1_500);
    expect(reads.mock.calls.every(([, options]) => (options?.fromRevision ?? 0) >= 999)).toBe(true);
    reads.mockRestore();

    await snapshots.save('counter-long', 1, { revision: 999, eventId: 'of another log', state: { state: 5 } });
    expect(await total('long')).toBe(1_500);
    expect((await states.fresh(counter, 'long')).state).toBe(1_500);
  });
});
