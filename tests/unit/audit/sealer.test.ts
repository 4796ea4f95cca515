import { generateKeyPairSync } from 'node:crypto';
import Sqlite from 'libsql';
import { openEmbeddedSeals } from '../../../src/audit/embedded/embedded-seals.js';
import { sealsPath } from '../../../src/audit/embedded/schema.js';
import { leafOf } from '../../../src/audit/leaf.js';
import { leafHash } from '../../../src/audit/merkle/hashes.js';
import type { SealStore } from '../../../src/audit/seal-store.js';
import { Sealer, type SealerOptions } from '../../../src/audit/sealer.js';
import { AuditSigner, isSigned, jwksOf } from '../../../src/audit/signing.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { MemoryLog } from '../projections/memory-log.js';
import { naiveRoot } from './naive-tree.js';
import { present } from '../../support/present.js';

const newSigner = (): AuditSigner => new AuditSigner(generateKeyPairSync('ed25519').privateKey);

describe('the sealer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let seals: SealStore;
  let log: MemoryLog;
  let signer: AuditSigner;
  let now: number;

  beforeEach(async () => {
    folder = temporaryFolder();
    seals = await openEmbeddedSeals(folder.path);
    log = new MemoryLog();
    signer = newSigner();
    now = Date.UTC(2026, 0, 1);
  });
  afterEach(async () => {
    await seals.close();
    folder.remove();
  });

  const start = (changes: Partial<Parameters<typeof Sealer.start>[0]> = {}): Promise<Sealer> =>
    Sealer.start({ log, seals, signer, now: () => now, ...changes });
  const happen = (count: number): void => {
    for (let left = count; left > 0; left -= 1) log.add(`tenant-t${left % 7}`, 'CommunityRegistered', { left });
  };
  const rootOfLog = (): string => naiveRoot(log.events.map((event) => leafHash(leafOf(event)))).toString('hex');

  it('signs the head of the tree over the log, and nothing where there is nothing new', async () => {
    const sealer = await start();
    expect(await sealer.seal()).toBeNull();
    happen(300);
    const seal = await sealer.seal();
    expect(seal).toMatchObject({ treeSize: 300, rootHash: rootOfLog(), sealedAt: '2026-01-01T00:00:00.000Z' });
    expect(isSigned(present(seal), await seals.keys())).toBe(true);
    expect(await sealer.seal()).toBeNull();
    happen(1);
    expect(await sealer.seal()).toMatchObject({ treeSize: 301, rootHash: rootOfLog() });
    expect(await seals.seals(0, 10)).toHaveLength(2);
  });

  it('signs once for those who ask at the same time', async () => {
    const sealer = await start();
    happen(10);
    expect((await Promise.all([sealer.seal(), sealer.seal()])).map((seal) => seal?.treeSize)).toEqual([10, undefined]);
  });

  it('carries on where a crash cut it off', async () => {
    happen(20);
    const failing: SealStore = Object.assign(Object.create(seals) as SealStore, {
      addSeal: () => Promise.reject(new Error('The power is gone.')),
    });
    const cut = await start({ seals: failing });
    await expect(cut.seal()).rejects.toThrow('The power is gone.');
    expect(await seals.newestSeal()).toBeNull();
    const sealer = await start();
    expect(await sealer.seal()).toMatchObject({ treeSize: 20, rootHash: rootOfLog() });
  });

  it('seals what it got to when it has to stop', async () => {
    happen(1_000);
    const stop = new AbortController();
    const sealer = await start({
      log: {
        acceptCursor: (text) => log.acceptCursor(text),
        readAll: async function* (...asked) {
          for await (const event of log.readAll(...asked)) {
            yield event;
            if (event.id === 'e100') stop.abort();
            if (asked[1]?.signal?.aborted === true) return;
          }
        },
      },
    });
    expect(await sealer.seal(stop.signal)).toMatchObject({ treeSize: 100 });
  });

  describe('that prepares its leaves', () => {
    /** The log, where something is done before each event is told. */
    const watched = (before: (event: StoredEvent) => void): SealerOptions['log'] => ({
      acceptCursor: (text) => log.acceptCursor(text),
      readAll: async function* (...asked) {
        for await (const event of log.readAll(...asked)) {
          before(event);
          yield event;
        }
      },
    });
    const counting = (): { readonly read: string[]; readonly log: SealerOptions['log'] } => {
      const read: string[] = [];
      return { read, log: watched(({ id }) => read.push(id)) };
    };

    it('reads each event once, and seals the same tree', async () => {
      const { read, log: counted } = counting();
      const sealer = await start({ log: counted });
      happen(100);
      await sealer.seal();
      for (let step = 0; step < 5; step += 1) {
        happen(50);
        await sealer.prepare();
      }
      expect(await seals.extent()).toMatchObject({ size: 100 });
      happen(7);
      expect(await sealer.seal()).toMatchObject({ treeSize: 357, rootHash: rootOfLog() });
      expect(read).toEqual(log.events.map(({ id }) => id));
    });

    it('holds no more than go to disk together, and writes those only in its turn', async () => {
      let isOurs = true;
      const sealer = await start({ turn: () => (isOurs ? { release: () => undefined } : null) });
      await sealer.seal();
      happen(5_000);
      isOurs = false;
      await sealer.prepare();
      await sealer.prepare();
      expect(await seals.extent()).toMatchObject({ size: 0 });
      isOurs = true;
      await sealer.prepare();
      expect(await seals.extent()).toMatchObject({ size: 4_096 });
      expect(await sealer.seal()).toMatchObject({ treeSize: 5_000, rootHash: rootOfLog() });
    });

    it('leaves it to another process that adds to the tree, and takes over from there', async () => {
      const [one, other] = [counting(), counting()];
      const [first, second] = [await start({ log: one.log }), await start({ log: other.log })];
      await first.seal();
      happen(10);
      await first.prepare();
      expect(await second.seal()).toMatchObject({ treeSize: 10, rootHash: rootOfLog() });
      happen(10);
      await first.prepare();
      expect(one.read).toHaveLength(10);
      expect(await first.seal()).toMatchObject({ treeSize: 20, rootHash: rootOfLog() });
      happen(10);
      await first.prepare();
      expect(one.read).toHaveLength(20);
      expect(await first.seal()).toMatchObject({ treeSize: 30, rootHash: rootOfLog() });
      happen(10);
      await first.prepare();
      expect(one.read).toHaveLength(40);
      expect(await first.seal()).toMatchObject({ treeSize: 40, rootHash: rootOfLog() });
      expect(one.read).toHaveLength(40);
    });

    it('goes on after the log could not be read', async () => {
      let isDown = false;
      const failing = watched(({ id }) => {
        if (isDown && id === 'e150') throw new Error('The log does not answer.');
      });
      const sealer = await start({ log: failing });
      happen(100);
      await sealer.seal();
      happen(100);
      isDown = true;
      await expect(sealer.prepare()).rejects.toThrow('does not answer');
      isDown = false;
      expect(await sealer.seal()).toMatchObject({ treeSize: 200, rootHash: rootOfLog() });
    });
  });

  it('keeps the public keys of former signers, so that their seals are still known', async () => {
    happen(5);
    await (await start()).seal();
    const successor = newSigner();
    now += 1_000;
    happen(5);
    await (await start({ signer: successor })).seal();
    const keys = await seals.keys();
    expect(keys.map(({ keyId, until }) => [keyId, until])).toEqual([
      [signer.keyId, '2026-01-01T00:00:01.000Z'],
      [successor.keyId, null],
    ]);
    const all = await seals.seals(0, 10);
    expect(all.map(({ keyId }) => keyId)).toEqual([signer.keyId, successor.keyId]);
    expect(all.map((seal) => isSigned(seal, keys))).toEqual([true, true]);
    expect(all.map((seal) => isSigned({ ...seal, treeSize: 6 }, keys))).toEqual([false, false]);
    expect(isSigned(present(all[0]), keys.slice(1))).toBe(false);
    expect(jwksOf(keys).keys.map(({ kid }) => kid)).toEqual([successor.keyId, signer.keyId]);
  });

  it('leaves it to another process that has its turn, and gives its own turn back, also after a failure', async () => {
    const turns: string[] = [];
    const turn = { release: () => turns.push('given back') };
    happen(5);
    expect(await (await start({ turn: () => null })).seal()).toBeNull();
    expect(await seals.extent()).toMatchObject({ size: 0 });
    const damaged = Object.assign(Object.create(seals) as SealStore, { newestSeal: () => Promise.reject(new Error()) });
    await expect((await start({ turn: () => turn, seals: damaged })).seal()).rejects.toThrow();
    expect(await (await start({ turn: () => turn })).seal()).toMatchObject({ treeSize: 5 });
    expect(turns).toEqual(['given back', 'given back']);
  });

  it('seals nothing any more once another process has brought another key', async () => {
    const former = await start();
    const successor = await start({ signer: newSigner() });
    happen(5);
    expect(await former.seal()).toBeNull();
    expect(await successor.seal()).toMatchObject({ treeSize: 5 });
    happen(5);
    expect(await (await start()).seal()).toMatchObject({ treeSize: 10, keyId: signer.keyId });
  });

  it('does not put seals out of order when the clock is set back', async () => {
    const sealer = await start();
    happen(1);
    await sealer.seal();
    now -= 60_000;
    happen(1);
    expect(await sealer.seal()).toMatchObject({ sealedAt: '2026-01-01T00:00:00.000Z' });
  });

  it('never signs a head that does not contain the last one', async () => {
    happen(300);
    const sealer = await start();
    await sealer.seal();
    const database = new Sqlite(sealsPath(folder.path));
    database.exec('UPDATE tile SET hashes = zeroblob(32) WHERE level = 1 AND number = 0');
    database.close();
    happen(1);
    await expect(sealer.seal()).rejects.toMatchObject({ problem: 'DAMAGED' });
    expect(await seals.newestSeal()).toMatchObject({ treeSize: 300 });
  });
});
