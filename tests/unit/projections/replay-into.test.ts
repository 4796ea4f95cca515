import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projections } from '../../../projections/index.js';
import { rebuildReadModels } from '../../../projections/runner/rebuild.js';
import { ReadModelsNotEmptyError, replayInto } from '../../../projections/runner/replay-into.js';
import { generateLog } from '../../../scripts/generate/generate.js';
import { compareReadModels } from '../../../scripts/torture/compare-read-models.js';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { ReadModelsLockedError } from '../../../src/read-models/embedded/errors.js';
import { lockReadModels } from '../../../src/read-models/embedded/lock.js';
import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const quiet = { log: () => undefined, onProgress: () => undefined };

describe('a log replayed into read models', () => {
  const folder = temporaryFolder();
  const dataDir = join(folder.path, 'log');
  const into = (name: string): string => join(folder.path, name);

  beforeAll(async () => {
    await generateLog({ dataDir, events: 600, seed: 7, onProgress: () => undefined });
    await rebuildReadModels({ dataDir, only: null, ...quiet });
  }, 60_000);
  afterAll(() => folder.remove());

  it('gives those that its own folder has, document by document, and says how far it is', async () => {
    const shown: (readonly [number, number])[] = [];
    await replayInto({ dataDir, into: into('made/here'), ...quiet, onProgress: (...far) => shown.push(far) });
    expect(await compareReadModels(dataDir, into('made/here'))).toBeGreaterThan(600);
    const [done, total] = shown.at(-1) ?? [];
    expect(done).toBe(total);
    expect(total).toBeGreaterThanOrEqual(600);
  });

  it('is refused where there are read models already, which stay as they are', async () => {
    await replayInto({ dataDir, into: into('twice'), ...quiet });
    await expect(replayInto({ dataDir, into: into('twice'), ...quiet })).rejects.toThrow(ReadModelsNotEmptyError);
    await expect(replayInto({ dataDir, into: dataDir, ...quiet })).rejects.toThrow(ReadModelsNotEmptyError);
    await compareReadModels(dataDir, into('twice'));
  });

  it('takes read models that were prepared and never fed for none', async () => {
    await replayInto({ dataDir, into: into('unfed'), ...quiet });
    const unfed = await openEmbeddedReadModels(into('unfed'), { readonly: false, log: () => undefined });
    for (const projection of projections) await unfed.reset(projection);
    await unfed.close();
    await replayInto({ dataDir, into: into('unfed'), ...quiet });
    await compareReadModels(dataDir, into('unfed'));
  });

  it('leaves nothing when it is cut short, so that it can be begun anew', async () => {
    const cut = {
      ...quiet,
      onProgress: () => {
        throw new Error('cut short');
      },
    };
    await expect(replayInto({ dataDir, into: into('cut'), ...cut })).rejects.toThrow('cut short');
    expect(readdirSync(into('cut')).filter((name) => !name.startsWith('readmodels.lock'))).toEqual([]);
    await replayInto({ dataDir, into: into('cut'), ...quiet });
    await compareReadModels(dataDir, into('cut'));
  });

  it('is refused while somebody feeds them', async () => {
    await replayInto({ dataDir, into: into('fed'), ...quiet });
    const lock = lockReadModels(into('fed'));
    await expect(replayInto({ dataDir, into: into('fed'), ...quiet })).rejects.toThrow(ReadModelsLockedError);
    lock.release();
  });

  it('makes nothing where there is no log', async () => {
    const nowhere = replayInto({ dataDir: into('nowhere'), into: into('never'), ...quiet });
    await expect(nowhere).rejects.toThrow(EventStoreUnavailableError);
    expect(existsSync(into('never'))).toBe(false);
  });
});
