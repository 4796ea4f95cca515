import { generateKeyPairSync } from 'node:crypto';
import { openEmbeddedSeals } from '../../../src/audit/embedded/embedded-seals.js';
import type { SealStore } from '../../../src/audit/seal-store.js';
import type { Cursor } from '../../../src/event-store/cursor.js';
import type { EventStore, ReadAllOptions, StoredEvent } from '../../../src/event-store/port.js';
import { startSealing } from '../../../src/server/sealing.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { MemoryLog } from '../projections/memory-log.js';

/** A log that relays, and notes how it was read. */
class RelayingLog extends MemoryLog {
  readonly reads: { readonly knownIsEnough: boolean; events: number }[] = [];
  fails = false;
  relayed: () => void = () => undefined;

  onRelayed(relayed: () => void): void {
    this.relayed = relayed;
  }

  override async *readAll(after: Cursor | null, options: ReadAllOptions = {}): AsyncGenerator<StoredEvent, void> {
    const read = { knownIsEnough: options.knownIsEnough ?? false, events: 0 };
    this.reads.push(read);
    if (this.fails) throw new Error('The log does not answer.');
    for await (const event of super.readAll(after, options)) {
      read.events += 1;
      yield event;
    }
  }
}

describe('sealing', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let seals: SealStore;
  let log: RelayingLog;
  let failures: unknown[];
  let sealing: Awaited<ReturnType<typeof startSealing>>;

  beforeEach(async () => {
    folder = temporaryFolder();
    seals = await openEmbeddedSeals(folder.path);
    log = new RelayingLog();
    failures = [];
    sealing = await startSealing({
      engine: { store: log as unknown as EventStore, seals },
      key: generateKeyPairSync('ed25519').privateKey,
      privateDir: folder.path,
      everyMs: 3_600_000,
      onFailure: (error) => failures.push(error),
    });
    await sealing.sealer.seal();
    log.reads.length = 0;
  });
  afterEach(async () => {
    await sealing.close();
    await seals.close();
    folder.remove();
  });

  const happen = (count: number): void => {
    for (let left = count; left > 0; left -= 1) log.add('tenant-t1', 'CommunityRegistered', { left });
  };

  it('prepares what has come when it is relayed, once at a time', async () => {
    happen(100);
    log.relayed();
    log.relayed();
    expect(await sealing.sealer.seal()).toMatchObject({ treeSize: 100 });
    expect(log.reads).toEqual([
      { knownIsEnough: true, events: 100 },
      { knownIsEnough: false, events: 0 },
    ]);
  });

  it('leaves it to the next seal to tell that the log cannot be read, and does not try again before', async () => {
    happen(10);
    log.fails = true;
    for (let times = 0; times < 3; times += 1) {
      log.relayed();
      await expect(sealing.sealer.seal()).rejects.toThrow('does not answer');
    }
    expect(failures).toEqual([]);
    expect(log.reads.filter(({ knownIsEnough }) => knownIsEnough)).toHaveLength(1);
    log.fails = false;
    expect(await sealing.sealer.seal()).toMatchObject({ treeSize: 10 });
  });

  it('prepares nothing any more once it is closed', async () => {
    await sealing.close();
    log.reads.length = 0;
    happen(10);
    log.relayed();
    await sealing.sealer.seal();
    expect(log.reads.filter(({ knownIsEnough }) => knownIsEnough)).toEqual([]);
  });
});
