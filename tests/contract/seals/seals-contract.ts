import fc from 'fast-check';
import type { Seal } from '../../../src/audit/seal.js';
import type { Leaf, SealReader, SealStore } from '../../../src/audit/seal-store.js';
import { rootOf } from '../../../src/audit/tree.js';
import { formatCursor, type Cursor } from '../../../src/event-store/cursor.js';
import { naiveRoot, someLeaves } from '../../unit/audit/naive-tree.js';

/** One storage; every opening sees the same. */
export interface SealsHarness {
  open(): Promise<SealStore>;
  /** Beside whoever writes. */
  openReader(): Promise<SealReader>;
  /** Deletes the storage; what was opened has been closed by then. */
  dispose(): Promise<void>;
}

const HASHES = someLeaves(1_500);

/** Positions that rise with gaps, as an engine's may. */
const cursorOf = (index: number): Cursor =>
  formatCursor({ installation: '0123456789abcdef', epoch: 1, position: BigInt(index * 3 + 10), subIndex: 0 });
const between = (index: number): Cursor =>
  formatCursor({ installation: '0123456789abcdef', epoch: 1, position: BigInt(index * 3 + 11), subIndex: 0 });
const leaves = (from: number, to: number): Leaf[] =>
  HASHES.slice(from, to).map((hash, at) => ({ cursor: cursorOf(from + at), hash }));

const seal = (treeSize: number): Seal => ({
  treeSize,
  rootHash: naiveRoot(HASHES.slice(0, treeSize)).toString('hex'),
  sealedAt: '2026-01-01T00:00:00.000Z',
  keyId: 'k1',
  signature: 'c2lnbmVk',
});

/** What every adapter of the store of seals promises. */
export function sealsContract(adapter: string, makeHarness: () => Promise<SealsHarness>): void {
  describe(`seals contract: ${adapter}`, () => {
    let harness: SealsHarness;
    let store: SealStore;
    const opened: SealReader[] = [];

    beforeEach(async () => {
      harness = await makeHarness();
      store = await harness.open();
      opened.push(store);
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      await harness.dispose();
    });

    test('begins empty', async () => {
      expect(await store.extent()).toEqual({ size: 0, cursor: null, seals: 0 });
      expect(await store.newestSeal()).toBeNull();
      expect(await store.seals(0, 10)).toEqual([]);
      expect(await store.keys()).toEqual([]);
      expect(await store.leafHashes(0, 10)).toEqual([]);
      expect(await store.indexesOf([cursorOf(0)])).toEqual([null]);
    });

    test('has the root of RFC 6962 at every size, in whatever portions it grew', async () => {
      const portions = fc.sample(fc.integer({ min: 1, max: 400 }), { numRuns: 5, seed: 6962 });
      let size = 0;
      for (const portion of [1, 255, 1, ...portions]) {
        const to = Math.min(size + portion, HASHES.length);
        await store.grow(size, leaves(size, to));
        size = to;
        expect(await store.extent()).toEqual({ size, cursor: cursorOf(size - 1), seals: 0 });
      }
      for (const at of [1, 2, 3, 255, 256, 257, 511, 512, 513, size - 1, size]) {
        expect(await rootOf(store, at)).toEqual(naiveRoot(HASHES.slice(0, at)));
      }
    });

    test('finds leaves by where their events stand, and only those', async () => {
      await store.grow(0, leaves(0, 700));
      const indexes = [0, 1, 255, 256, 257, 511, 512, 699];
      expect(await store.indexesOf(indexes.map(cursorOf))).toEqual(indexes);
      expect(await store.indexesOf([between(0), between(255), between(256), between(699), cursorOf(700)])).toEqual(
        Array(5).fill(null),
      );
    });

    test('finds leaves where their events stand after the log was moved, and nowhere else', async () => {
      await store.grow(0, leaves(0, 700));
      const moved = (index: number): Cursor =>
        formatCursor({ installation: '0123456789abcdef', epoch: 2, position: BigInt(index * 1_000 + 9), subIndex: 0 });
      const places = async function* (count: number): AsyncGenerator<Cursor, void> {
        for (let index = 0; index < count; index += 1) yield await Promise.resolve(moved(index));
      };
      expect(await store.indexesOf([moved(0)])).toEqual([null]);
      await expect(store.move(places(699))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      expect(await store.indexesOf([cursorOf(3)])).toEqual([3]);
      await store.move(places(700));
      expect(await store.indexesOf([0, 255, 256, 699].map(moved))).toEqual([0, 255, 256, 699]);
      expect(await store.indexesOf([cursorOf(3)])).toEqual([null]);
      expect(await store.extent()).toEqual({ size: 700, cursor: moved(699), seals: 0 });
      expect(await rootOf(store, 700)).toEqual(naiveRoot(HASHES.slice(0, 700)));
    });

    test('tells leaf hashes, as far as the tree goes', async () => {
      await store.grow(0, leaves(0, 700));
      expect(await store.leafHashes(250, 300)).toEqual(HASHES.slice(250, 550));
      expect(await store.leafHashes(690, 300)).toEqual(HASHES.slice(690, 700));
      expect(await store.leafHashes(700, 300)).toEqual([]);
    });

    test('refuses leaves behind another size than it has, and a subtree that is not there', async () => {
      await store.grow(0, leaves(0, 5));
      await expect(store.grow(4, leaves(4, 6))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      await expect(store.grow(6, leaves(6, 7))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      await expect(store.roots([{ level: 3, index: 0 }])).rejects.toMatchObject({ code: 'SEAL_STORE' });
      expect(await store.extent()).toMatchObject({ size: 5, cursor: cursorOf(4) });
    });

    test('keeps seals in order of size, each larger than the one before and none larger than the tree', async () => {
      await store.grow(0, leaves(0, 20));
      for (const size of [3, 7, 20]) await store.addSeal(seal(size));
      await expect(store.addSeal(seal(21))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      await expect(store.addSeal(seal(20))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      await expect(store.addSeal(seal(8))).rejects.toMatchObject({ problem: 'OUT_OF_STEP' });
      expect(await store.seals(0, 2)).toEqual([
        { number: 1, ...seal(3) },
        { number: 2, ...seal(7) },
      ]);
      expect(await store.seals(7, 10)).toEqual([{ number: 3, ...seal(20) }]);
      expect(await store.newestSeal()).toEqual({ number: 3, ...seal(20) });
      expect(await store.extent()).toMatchObject({ seals: 3 });
    });

    test('keeps keys; the one that comes takes the place of the one in use, and may come back', async () => {
      const [a, b] = [
        { keyId: 'a', publicKey: 'A' },
        { keyId: 'b', publicKey: 'B' },
      ];
      const [t1, t2, t3] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
      await store.useKey(a, t1);
      await store.useKey(a, t2);
      expect(await store.keys()).toEqual([{ ...a, since: t1, until: null }]);
      await store.useKey(b, t2);
      expect(await store.keys()).toEqual([
        { ...a, since: t1, until: t2 },
        { ...b, since: t2, until: null },
      ]);
      await store.useKey(a, t3);
      expect(await store.keys()).toEqual([
        { ...a, since: t1, until: null },
        { ...b, since: t2, until: t3 },
      ]);
    });

    test('keeps everything, and a reader beside it sees what is added', async () => {
      await store.grow(0, leaves(0, 300));
      const reader = await harness.openReader();
      opened.push(reader);
      await store.addSeal(seal(300));
      await store.useKey({ keyId: 'k1', publicKey: 'K' }, '2026-01-01T00:00:00.000Z');
      expect(await reader.newestSeal()).toEqual({ number: 1, ...seal(300) });
      await store.close();
      const again = await harness.open();
      opened.push(again);
      expect(await again.extent()).toEqual({ size: 300, cursor: cursorOf(299), seals: 1 });
      expect(await again.keys()).toHaveLength(1);
      await again.grow(300, leaves(300, 400));
      expect(await rootOf(again, 400)).toEqual(naiveRoot(HASHES.slice(0, 400)));
    });
  });
}
