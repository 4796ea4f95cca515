import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PrivateFolderLockedError } from '../../../src/private-store/errors.js';
import { lockPart, lockPrivateFolder } from '../../../src/private-store/folder-lock.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const LOCK = join(process.cwd(), 'dist/src/private-store/folder-lock.js');

describe('the lock of a private folder', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  /** What a process of its own is told; it is gone when `leave` resolves, as after a crash. */
  async function elsewhere(how: 'SHARED' | 'ALONE'): Promise<{ readonly told: unknown; leave(): Promise<void> }> {
    const child = fork(join(__dirname, 'lock-folder.mjs'), [LOCK, folder.path, how]);
    const exited = once(child, 'exit');
    const [told] = (await once(child, 'message')) as [unknown];
    return {
      told,
      leave: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }

  it('is shared by several processes, of which none is alone, until the last has ended', async () => {
    const ours = lockPrivateFolder(folder.path, 'SHARED');
    const other = await elsewhere('SHARED');
    const alone = await elsewhere('ALONE');
    expect([other.told, alone.told]).toEqual(['LOCKED', 'PRIVATE_FOLDER_LOCKED']);
    expect(() => lockPrivateFolder(folder.path, 'ALONE')).toThrow(PrivateFolderLockedError);
    ours.release();
    expect(() => lockPrivateFolder(folder.path, 'ALONE')).toThrow(folder.path);
    await Promise.all([other.leave(), alone.leave()]);
    lockPrivateFolder(folder.path, 'ALONE').release();
  });

  it('keeps everybody else away from who is alone', async () => {
    const ours = lockPrivateFolder(folder.path, 'ALONE');
    const [shared, alone] = await Promise.all([elsewhere('SHARED'), elsewhere('ALONE')]);
    expect([shared.told, alone.told]).toEqual(['PRIVATE_FOLDER_LOCKED', 'PRIVATE_FOLDER_LOCKED']);
    await Promise.all([shared.leave(), alone.leave()]);
    ours.release();
    ours.release();
    lockPrivateFolder(folder.path, 'SHARED').release();
  });

  it('gives a part to one at a time', () => {
    const first = lockPart(folder.path, 'part');
    expect(first).not.toBeNull();
    expect(lockPart(folder.path, 'part')).toBeNull();
    lockPart(folder.path, 'another')?.release();
    first?.release();
    lockPart(folder.path, 'part')?.release();
  });
});
