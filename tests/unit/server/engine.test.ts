import type { Worker } from 'node:worker_threads';
import { loadConfig } from '../../../src/config/config.js';
import { loadOrMakeSecrets } from '../../../src/config/secrets.js';
import { openEngine, type Engine } from '../../../src/server/engine.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startApi } from './api.js';

/** Nothing ends this thread but an accident, so nobody else can reach it. */
const writerOf = ({ store }: Engine): Worker =>
  (store as unknown as { readonly writer: { readonly worker: Worker } }).writer.worker;

describe('the embedded engine', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let engine: Engine;
  let failures: Error[];
  beforeEach(async () => {
    folder = temporaryFolder();
    const config = loadConfig({ DATA_DIR: folder.path });
    const secrets = await loadOrMakeSecrets(config);
    failures = [];
    engine = await openEngine({
      config,
      secrets,
      log: () => undefined,
      onCommitted: () => undefined,
      onFailure: (error) => failures.push(error),
    });
  });
  afterEach(async () => {
    await engine.close();
    folder.remove();
  });

  const readiness = async (): Promise<unknown> => {
    const { server, url } = await startApi({ readiness: engine.readiness });
    const answer = await fetch(`${url}/readyz`);
    const told = [answer.status, await answer.json()];
    await server.close();
    return told;
  };

  it('tells once that its log is not written any more, and is not ready from then on', async () => {
    expect(await readiness()).toEqual([200, { status: 'ready', reasons: [] }]);
    await writerOf(engine).terminate();
    expect(failures).toEqual([expect.objectContaining({ message: 'The writer of the log has ended.' })]);
    expect(await readiness()).toEqual([503, { status: 'not ready', reasons: ['The log cannot be written.'] }]);
    await engine.store.head();
  });

  it('tells nothing when it is closed', async () => {
    await engine.close();
    expect(failures).toEqual([]);
  });
});
