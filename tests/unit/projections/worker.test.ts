import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { communities, projections, trail } from '../../../projections/index.js';
import type { Projection } from '../../../projections/projection.js';
import { startProjectionWorker, type ProjectionWorker } from '../../../projections/runner/host.js';
import { rebuildReadModels } from '../../../projections/runner/rebuild.js';
import type { Cursor } from '../../../src/event-store/cursor.js';
import { ring } from '../../../src/threads/bell.js';
import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import type { ReadModels } from '../../../src/read-models/port.js';
import { DataFolder } from './data-folder.js';
import { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';
import { Story } from './story.js';

const unexpected = (error: Error): void => {
  throw error;
};
const eventStore = { engine: 'embedded' } as const;
const quiet = (): void => undefined;

/** Only Linux has priorities of threads, and nobody stands back further than the last. */
const canGiveWay = process.platform === 'linux' && getPriority() < constants.priority.PRIORITY_LOW;

describe('the worker that feeds the read models', () => {
  let folder: DataFolder;
  const open: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = [];

  beforeEach(async () => {
    folder = await DataFolder.open();
  });
  afterEach(async () => {
    for (const opened of open.splice(0).toReversed()) await (opened.stop?.() ?? opened.close?.());
    await folder.remove();
  });

  const start = async (): Promise<ProjectionWorker> => {
    const worker = await startProjectionWorker({ dataDir: folder.path, eventStore, log: quiet, onFailure: unexpected });
    open.push({ stop: () => worker.stop() });
    return worker;
  };
  const read = async (): Promise<ReadModels> => {
    const models = await openEmbeddedReadModels(folder.path, { readonly: true });
    open.push({ close: () => models.close() });
    return models;
  };
  /** The log's own copy of the events: cursors are its own. */
  const stored = async (): Promise<MemoryLog['events']> => {
    const events = [];
    for await (const event of folder.store.readAll(null)) events.push(event);
    return events;
  };
  /** How far each thread of this process stands back from the others. */
  const niceness = (): number[] => readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)));
  const expectEqual = async (models: ReadModels, wanted: readonly Projection[] = projections): Promise<void> => {
    const events = await stored();
    for (const projection of wanted) {
      const expected = projected(projection, events);
      expect(await models.getMany(projection, [...expected.keys()])).toEqual([...expected.values()]);
    }
  };
  const reach = async (worker: ProjectionWorker): Promise<Cursor> => {
    const head = await folder.store.head();
    ring(worker.bell);
    expect(await worker.progress.waitFor(head, 20_000)).toBe(true);
    expect(await worker.progress.waitForSearch(head, 20_000)).toBe(true);
    return head;
  };

  (canGiveWay ? it : it.skip)('gives way to the thread that answers', async () => {
    const before = niceness().filter((nice) => nice > getPriority()).length;
    await start();
    expect(niceness().filter((nice) => nice > getPriority())).toHaveLength(before + 1);
  });

  it('lets a query of the main thread see what was committed, once its progress says so', async () => {
    const log = new MemoryLog();
    const story = new Story(log).go([0, 8, 1, 18, 33, 64]);
    await folder.copy(log);
    const worker = await start();
    const models = await read();
    for (let round = 0; round < 10; round += 1) {
      story.go([round * 13, 8 + round * 10, 3 + round * 40]);
      await folder.copy(log);
      const head = await reach(worker);
      expect(worker.progress.reachedBy('trail')).toBe(head);
      await expectEqual(models);
    }
    expect(worker.progress.handled()).toBe(log.events.length);
    const states = worker.states().map(({ name, active, stopped }) => ({ name, active, stopped }));
    expect(new Set(states)).toEqual(new Set(projections.map(({ name }) => ({ name, active: true, stopped: null }))));
  });

  it('goes on where it ended', async () => {
    const log = new MemoryLog();
    const story = new Story(log).go([0, 8, 1, 18, 33, 64]);
    await folder.copy(log);
    const first = await start();
    await reach(first);
    await first.stop();
    story.go([5, 8, 10, 21, 47]);
    await folder.copy(log);
    await reach(await start());
    await expectEqual(await read());
  });

  it('refuses a folder that another one feeds, and so does a rebuild', async () => {
    const worker = await start();
    await expect(
      startProjectionWorker({ dataDir: folder.path, eventStore, log: quiet, onFailure: unexpected }),
    ).rejects.toMatchObject({ code: 'READ_MODELS_LOCKED' });
    await expect(
      rebuildReadModels({ dataDir: folder.path, only: null, log: quiet, onProgress: quiet }),
    ).rejects.toMatchObject({ code: 'READ_MODELS_LOCKED' });
    await worker.stop();
    await start();
  });

  describe('a rebuild', () => {
    const spoil = async (): Promise<void> => {
      const log = new MemoryLog();
      new Story(log).go(Array.from({ length: 60 }, (_, n) => n * 11));
      await folder.copy(log);
      const worker = await start();
      await reach(worker);
      await worker.stop();
      const writer = await openEmbeddedReadModels(folder.path, { readonly: false, log: quiet });
      for (const projection of [communities, trail]) {
        const { cursor } = await writer.prepare(projection);
        const id = [...projected<never>(projection as Projection<never>, await stored()).keys()][0] ?? '';
        if (cursor === null) throw new Error('Nothing was projected.');
        await writer.apply({
          changes: [{ collection: projection, id, document: null }],
          moves: [{ projection, from: cursor, to: cursor }],
        });
      }
      await writer.close();
    };

    it('makes all read models anew from the log, and leaves nothing else behind', async () => {
      await spoil();
      const shown: number[] = [];
      await rebuildReadModels({
        dataDir: folder.path,
        only: null,
        log: quiet,
        onProgress: (handled, total) => shown.push(handled / total),
      });
      expect(shown.at(-1)).toBe(1);
      expect(
        readdirSync(folder.path)
          .filter((name) => name.startsWith('readmodels.'))
          .sort(),
      ).toEqual(['readmodels.db', 'readmodels.lock']);
      await expectEqual(await read());
      await reach(await start());
    });

    it('makes one of them anew and leaves the others as they were', async () => {
      await spoil();
      await rebuildReadModels({ dataDir: folder.path, only: ['communities'], log: quiet, onProgress: quiet });
      const models = await read();
      await expectEqual(
        models,
        projections.filter(({ name }) => name !== 'trail'),
      );
      await expect(expectEqual(models, [trail])).rejects.toThrow();
    });

    it('refuses an unknown name', async () => {
      await expect(
        rebuildReadModels({ dataDir: folder.path, only: ['nothing'], log: quiet, onProgress: quiet }),
      ).rejects.toMatchObject({ code: 'UNKNOWN_PROJECTION' });
    });

    it('runs as a script, which tells how far it is', async () => {
      await spoil();
      const run = (...parameters: string[]) =>
        spawnSync(process.execPath, ['dist/scripts/rebuild.js', ...parameters], {
          env: { ...process.env, DATA_DIR: folder.path },
          encoding: 'utf8',
        });
      expect(run('--projection', 'nothing')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('nothing') as string,
      });
      const rebuilt = run();
      expect(rebuilt).toMatchObject({ status: 0, stderr: '' });
      expect(rebuilt.stdout).toMatch(/100% \(\d+ of \d+ events\)\n.*rebuilt/);
      await expectEqual(await read());
    });
  });
});
