import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import { generateLog } from '../../../scripts/generate/generate.js';
import { runCommand } from '../../support/command.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { sealAnew } from '../audit/verify/sealed-log.js';
import { exported, fileOf } from './exported.js';

const IMPORT = join(process.cwd(), 'dist/scripts/import.js');

describe('an import that is killed', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('leaves nothing that a server starts on, and is simply begun again', async () => {
    const [source, target] = [join(folder.path, 'source'), join(folder.path, 'target')];
    await generateLog({ dataDir: source, events: 4_000, seed: 3, onProgress: () => undefined });
    await sealAnew(source);
    const original = await exported(source);
    const bytes = Buffer.from(original);
    for (const share of [0.1, 0.6]) {
      await killedAfter(bytes.subarray(0, Math.floor(bytes.length * share)), target);
      await expect(openEmbeddedEventStore(target)).rejects.toThrow('import it again');
      await expect((async () => openEmbeddedEventReader(target))()).rejects.toThrow(EventStoreUnavailableError);
    }
    const from = fileOf(folder.path, original);
    const again = await runCommand('import', ['--from', from, '--data', target], {});
    expect(again.code).toBe(0);
    expect(await exported(target)).toBe(original);
  });

  /** Takes so many bytes of the file, waits for more, and ends as a crash would. */
  async function killedAfter(bytes: Buffer, target: string): Promise<void> {
    const child = spawn(process.execPath, [IMPORT, '--from', '-', '--data', target], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = once(child, 'exit');
    await new Promise((resolve) => child.stdin.write(bytes, resolve));
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
  }
});
