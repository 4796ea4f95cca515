import { join } from 'node:path';
import { fuzzCallbacks } from '../../../scripts/fuzz-callbacks/fuzz.js';
import { startFuzzedServer, type FuzzedServer } from '../../../scripts/fuzz-callbacks/fuzzed-server.js';
import { seededRandom } from '../../../src/seeded-random.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const SEED = 20_260_101;
const MEGABYTE = 1_048_576;

describe('malformed callbacks', () => {
  const folder = temporaryFolder();
  let server: FuzzedServer;
  beforeAll(async () => {
    server = await startFuzzedServer(
      folder.path,
      join(process.cwd(), 'dist', 'scripts', 'fuzz-callbacks', 'server.js'),
    );
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it('are refused, without an error of the server’s, while valid ones are answered and memory does not grow', async () => {
    const { url, heap } = server;
    const report = await fuzzCallbacks({ url, heap, count: 1_000, inFlight: 16, random: seededRandom(SEED) });
    expect(report.wrong).toEqual([]);
    expect(Object.keys(report.statuses).length).toBeGreaterThan(20);
    expect(report.valid.count).toBeGreaterThan(5);
    expect(report.valid.slowestMs).toBeLessThan(1_000);
    expect(report.heap.after - report.heap.before).toBeLessThan(32 * MEGABYTE);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
