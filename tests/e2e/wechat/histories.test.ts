import { randomInt } from 'node:crypto';
import { seededRandom } from '../../../src/seeded-random.js';
import { tellHistory } from '../../../scripts/torture-wechat/history.js';
import { openInstallation, type Installation } from '../../../scripts/torture-wechat/installation.js';
import { mistakes, reconcile } from '../../../scripts/torture-wechat/verdict.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const FIRST = Number(process.env['SEED'] ?? randomInt(2 ** 31));
/** `npm run torture:wechat` tells a hundred. */
const SEEDS = Array.from({ length: 6 }, (_, index) => FIRST + index);

describe('R1, R2, R6: whatever fails on the way, after a reconciliation all is as WeChat says', () => {
  const folder = temporaryFolder();
  let installation: Installation;
  beforeAll(async () => {
    installation = await openInstallation(folder.path);
  });
  afterAll(async () => {
    await installation.close();
    folder.remove();
  });

  // The seed stands in the title: SEED=… tells the same histories again.
  test.each(SEEDS)('seed %i', async (seed) => {
    const appIds = await tellHistory(installation, seed, seededRandom(seed));
    const report = await reconcile(installation);

    expect(await mistakes(installation, appIds, report)).toEqual([]);

    const again = await reconcile(installation);
    expect({ ...again, checked: report.checked }).toMatchObject({
      checked: report.checked,
      authorized: [],
      renewed: [],
      deauthorized: [],
      unreachable: [],
    });
  });
});
