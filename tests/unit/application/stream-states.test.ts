import { StreamStates } from '../../../src/application/deciding/stream-states.js';
import type { Snapshot, SnapshotStore } from '../../../src/application/snapshots/snapshot-store.js';
import { menuId, menuStream } from '../../../src/domain/menu/menu-stream.js';
import { NO_REPLIES, repliesId, repliesStream } from '../../../src/domain/replies/replies-stream.js';
import { happen } from '../projections/happenings.js';
import { MemoryLog } from '../projections/memory-log.js';

const first = { appId: 'wx0123456789abcdef', tenure: 1, owner: 'o1' };
const ID = repliesId(first);

/** What a snapshot store keeps, as JSON. */
function memorySnapshots(): SnapshotStore {
  const kept = new Map<string, string>();
  const nameOf = (stream: string, version: number): string => `${stream} ${version}`;
  return {
    load: (stream, version) =>
      Promise.resolve(JSON.parse(kept.get(nameOf(stream, version)) ?? 'null') as Snapshot | null),
    save: (stream, version, snapshot) => {
      kept.set(nameOf(stream, version), JSON.stringify(snapshot));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** Counts the events that are read of it. */
class CountingLog extends MemoryLog {
  read = 0;

  override async *readStream(...asked: Parameters<MemoryLog['readStream']>): ReturnType<MemoryLog['readStream']> {
    for await (const event of super.readStream(...asked)) {
      this.read += 1;
      yield event;
    }
  }
}

describe('states of streams', () => {
  let log: CountingLog;
  let snapshots: SnapshotStore;

  beforeEach(() => {
    log = new CountingLog();
    snapshots = memorySnapshots();
  });

  const set = (text: string, appId = first.appId) =>
    happen(log, 'AutomaticRepliesSet', {
      ...first,
      appId,
      replies: { ...NO_REPLIES, byDefault: { type: 'TEXT', text } },
    });
  const states = (maxWeight?: number) => new StreamStates(log, snapshots, maxWeight === undefined ? {} : { maxWeight });
  const text = (state: typeof NO_REPLIES) => state.byDefault?.type === 'TEXT' && state.byDefault.text;
  const snapshotTaken = () => new Promise(setImmediate);

  test('many that ask at once, after a start, share one reading of the stream', async () => {
    for (let n = 1; n <= 8; n += 1) set(`${n}`);
    const cold = states();
    const found = await Promise.all(Array.from({ length: 50 }, () => cold.fresh(repliesStream, ID)));
    expect(new Set(found.map(({ state }) => text(state)))).toEqual(new Set(['8']));
    expect(log.read).toBe(8);
  });

  test('what was written while another was reading is seen by who asks later', async () => {
    set('1');
    const cold = states();
    const reading = cold.fresh(repliesStream, ID);
    // The first one has read by now what there was.
    for (let turns = 0; turns < 3; turns += 1) await Promise.resolve();
    set('2');
    const [, later] = await Promise.all([reading, cold.fresh(repliesStream, ID)]);
    expect(text(later.state)).toBe('2');
  });

  test('R26: however often replies were set, a start reads only the last few', async () => {
    const running = states();
    for (let n = 1; n <= 300; n += 1) {
      set(`${n}`);
      await running.fresh(repliesStream, ID);
      await snapshotTaken();
    }
    log.read = 0;
    expect(text((await states().fresh(repliesStream, ID)).state)).toBe('300');
    expect(log.read).toBeLessThanOrEqual(11);
  });

  test('R25: however often a menu was changed, a start reads only the last changes', async () => {
    for (let version = 1; version <= 500; version += 1) happen(log, 'MenuDraftSaved', { ...first, version });
    happen(log, 'MenuPublished', first);
    const before = await states().fresh(menuStream, menuId(first));
    await snapshotTaken();
    log.read = 0;
    expect(await states().fresh(menuStream, menuId(first))).toMatchObject({ state: before.state, revision: 500 });
    expect(log.read).toBe(1);
  });

  test('large states leave the memory before many small ones do', async () => {
    const small = states(2_000);
    const others = Array.from({ length: 8 }, (_, i) => `wx${i}`);
    for (const appId of others) set('x'.repeat(100_000), appId);
    for (const appId of others) await small.fresh(repliesStream, repliesId({ appId, tenure: 1 }));
    log.read = 0;
    for (const appId of others) await small.cached(repliesStream, repliesId({ appId, tenure: 1 }));
    expect(log.read).toBe(8);
  });
});
