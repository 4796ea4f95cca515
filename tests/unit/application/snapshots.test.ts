import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedSnapshots } from '../../../src/application/snapshots/embedded-snapshot-store.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('embedded snapshots', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('come back as they were, of the version that is asked for', async () => {
    const snapshots = openEmbeddedSnapshots(folder.path);
    const snapshot = { revision: 7, eventId: 'e', state: { 小区: [1] } };
    await snapshots.save('tenant-a', 1, snapshot);
    expect(await snapshots.load('tenant-a', 1)).toEqual(snapshot);
    expect(await snapshots.load('tenant-a', 2)).toBeNull();
    await snapshots.close();
  });

  it('a file that is damaged is begun anew: a cache must not keep the server from starting', async () => {
    const damaged = temporaryFolder();
    writeFileSync(join(damaged.path, 'snapshots.db'), 'this is no database, and never was one'.repeat(100));
    const snapshots = openEmbeddedSnapshots(damaged.path);
    expect(await snapshots.load('tenant-a', 1)).toBeNull();
    await snapshots.save('tenant-a', 1, { revision: 0, eventId: 'e', state: 1 });
    await snapshots.close();
    damaged.remove();
  });
});
