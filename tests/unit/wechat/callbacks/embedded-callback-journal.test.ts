import Database from 'libsql';
import { join } from 'node:path';
import { openEmbeddedCallbackJournal } from '../../../../src/wechat/callbacks/embedded-callback-journal.js';
import type { CallbackRecord } from '../../../../src/wechat/callbacks/callback-record.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const record: CallbackRecord = {
  time: '2026-01-01T00:00:00.000Z',
  kind: 'MESSAGE',
  appId: null,
  outcome: 'ACCEPTED',
  reason: null,
  durationMs: 1,
};

describe('the embedded journal of callbacks', () => {
  it('writes once in a second, whatever comes', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const folder = temporaryFolder();
    const journal = await openEmbeddedCallbackJournal(folder.path, { onFailure: fail });
    const other = new Database(join(folder.path, 'private.db'));
    const written = (): unknown[] => other.prepare('SELECT count(*) FROM wechat_callbacks').raw().get() as unknown[];

    for (let count = 0; count < 50; count++) journal.note(record);
    jest.advanceTimersByTime(999);
    expect(written()).toEqual([0]);
    jest.advanceTimersByTime(1);
    expect(written()).toEqual([50]);

    jest.useRealTimers();
    other.close();
    await journal.close();
    folder.remove();
  });

  it('tells what cannot be written, and goes on', async () => {
    const folder = temporaryFolder();
    const failures: unknown[] = [];
    const journal = await openEmbeddedCallbackJournal(folder.path, { onFailure: (error) => failures.push(error) });
    const other = new Database(join(folder.path, 'private.db'));
    other.exec('ALTER TABLE wechat_callbacks RENAME TO gone');
    journal.note(record);
    await expect(journal.count({})).rejects.toThrow();
    expect(failures).toHaveLength(1);
    other.exec('ALTER TABLE gone RENAME TO wechat_callbacks');
    other.close();
    journal.note(record);
    expect(await journal.count({})).toBe(1);
    await journal.close();
    folder.remove();
  });
});

function fail(error: unknown): never {
  throw error;
}
