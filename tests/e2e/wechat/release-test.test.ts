import { logOf } from '../../support/log.js';
import { officerOf } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import type { ReleaseTestReport } from '../../../src/wechat/simulator/release-test.js';

/** What WeChat waits for an answer. */
const ANSWER_WITHIN_MS = 5_000;

describe('WeChat’s release test (全网发布接入检测)', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  const run = (pair: number): Promise<ReleaseTestReport> => system.simulator.runReleaseTest(pair);

  test.each([0, 1, 2, 3, 4])('passes with pair %s, each case in time', async (pair) => {
    const { passed, lines } = await run(pair);
    expect(lines.filter((line) => !line.passed)).toEqual([]);
    expect(passed).toBe(true);
    expect(lines.map(({ step }) => step)).toEqual([
      'TICKET',
      'AUTHORIZED',
      'TEXT',
      'API_TEXT',
      'EVENT',
      'UNAUTHORIZED',
    ]);
    const timed = lines.filter(({ step }) => ['TEXT', 'API_TEXT', 'EVENT'].includes(step));
    for (const { durationMs } of timed) expect(durationMs).toBeLessThan(ANSWER_WITHIN_MS);
    // The accounts have cancelled: only when they did is kept of them (R29).
    const { vault } = system.gongxiang.engine;
    for (const name of await vault.names('release-test/')) {
      const nothing = { waiting: null, exchanged: null, credentials: null };
      expect(JSON.parse((await vault.get(name)) ?? '')).toEqual({ since: expect.any(String) as string, ...nothing });
    }
    expect(await vault.names('grant/')).toEqual([]);
  });

  test('leaves neither account nor event behind', async () => {
    const admin = await officerOf(system, 'PLATFORM_ADMIN');
    expect(await admin.query('{ accounts { totalCount } }')).toEqual({ accounts: { totalCount: 0 } });
    expect(await logOf(system)).toEqual([]);
  });

  test('passes again, after its accounts have cancelled', async () => {
    expect(await run(0)).toMatchObject({ passed: true });
  });
});
