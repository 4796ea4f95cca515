import { checkHistory, HistoryDiffersError } from '../../../scripts/check-history/check-history.js';
import { generateLog } from '../../../scripts/generate/generate.js';
import { communities } from '../../../projections/index.js';
import { Database } from '../../../src/read-models/embedded/database.js';
import { historyFile } from '../../../src/history/embedded/open.js';
import { versionsTable } from '../../../src/history/embedded/layout.js';
import { rebuildHistory } from '../../../src/history/rebuild.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const quiet = (): void => undefined;

describe('R28: the past of a busy platform', () => {
  const folder = temporaryFolder();
  const dataDir = `${folder.path}/data`;
  beforeAll(async () => {
    await generateLog({ dataDir, events: 3_000, seed: 5, onProgress: quiet });
    await rebuildHistory({ dataDir, log: quiet, onProgress: quiet, blockSize: 128 });
  });
  afterAll(() => folder.remove());

  it('equals, at random cursors, a fresh system that was fed the log up to there', async () => {
    let compared = 0;
    await checkHistory({ dataDir, moments: 50, seed: 3, onProgress: (done) => (compared = done) });
    expect(compared).toBe(50);
  }, 240_000);

  it('is found to differ when a kept document was changed', async () => {
    const database = new Database(historyFile(dataDir), 'write');
    const table = versionsTable(communities);
    database.run(`UPDATE ${table} SET document = jsonb(replace(json(document), '"name":"', '"name":"other '))`);
    database.close();

    await expect(checkHistory({ dataDir, moments: 5, seed: 3, onProgress: quiet })).rejects.toThrow(
      HistoryDiffersError,
    );
  }, 120_000);
});
