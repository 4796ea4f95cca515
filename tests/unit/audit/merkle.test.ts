import fc from 'fast-check';
import { GrowingTree } from '../../../src/audit/merkle/growing-tree.js';
import { emptyRoot, leafHash, type Hash } from '../../../src/audit/merkle/hashes.js';
import { consistencyRanges, inclusionRanges, isConsistent, rootFromPath } from '../../../src/audit/merkle/proofs.js';
import { rootOf, rootsOfRanges } from '../../../src/audit/tree.js';
import { naiveRoot, naiveSeals, someLeaves } from './naive-tree.js';
import { present } from '../../support/present.js';

/** Certificate Transparency's own test tree: its leaves, and the roots of 0 to 8 of them. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const ALL = someLeaves(300);
const seals = naiveSeals(ALL);
const inclusion = (index: number, size: number) => rootsOfRanges(seals, inclusionRanges(index, size));
const consistency = (from: number, to: number) => rootsOfRanges(seals, consistencyRanges(from, to));
const head = (size: number) => ({ size, root: naiveRoot(ALL.slice(0, size)) });

const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat()).map(([size, at]) => ({ size, at: at % size }));

const flipped = (hash: Hash, bit: number): Hash => {
  const other = Buffer.from(hash);
  other.writeUInt8(other.readUInt8(Math.floor(bit / 8)) ^ (1 << (bit % 8)), Math.floor(bit / 8));
  return other;
};

describe('the Merkle tree of RFC 6962', () => {
  it('has the roots that Certificate Transparency’s tests have', () => {
    const tree = new GrowingTree();
    expect(emptyRoot().toString('hex')).toBe(ROOTS[0]);
    const roots = [tree.root()];
    for (const leaf of LEAVES) {
      tree.add(leafHash(Buffer.from(leaf, 'hex').toString('latin1')));
      roots.push(tree.root());
    }
    expect(roots.map((root) => root.toString('hex'))).toEqual(ROOTS);
  });

  it('has the same root, grown leaf by leaf, read from subtrees, or by the definition', async () => {
    const tree = new GrowingTree();
    for (const [at, leaf] of ALL.slice(0, 70).entries()) {
      tree.add(leaf);
      expect(tree.size).toBe(at + 1);
      expect(tree.root()).toEqual(naiveRoot(ALL.slice(0, at + 1)));
      expect(await rootOf(seals, at + 1)).toEqual(tree.root());
    }
    const copy = new GrowingTree(tree);
    tree.add(leafHash('more'));
    expect(copy.root()).toEqual(naiveRoot(ALL.slice(0, 70)));
  });

  it('proves every leaf, with a path no longer than the tree is high', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ size, at }) => {
        const path = await inclusion(at, size);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(rootFromPath(present(ALL[at]), at, size, path)).toEqual(head(size).root);
      }),
    );
  });

  it('proves no other leaf, place or path', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(255), async ({ size, at }, which, bit) => {
        const [leaf, path, { root }] = [present(ALL[at]), await inclusion(at, size), head(size)];
        expect(rootFromPath(flipped(leaf, bit), at, size, path)).not.toEqual(root);
        expect(rootFromPath(leaf, at, size, [...path, leaf])).toBeNull();
        expect(rootFromPath(leaf, size, size, path)).toBeNull();
        if (path.length === 0) return;
        const changed = which % path.length;
        expect(rootFromPath(leaf, at, size, path.with(changed, flipped(present(path[changed]), bit)))).not.toEqual(
          root,
        );
        expect(rootFromPath(leaf, at, size, path.slice(1))).toBeNull();
        expect(rootFromPath(leaf, (at + 1) % size, size, path) ?? leaf).not.toEqual(root);
      }),
    );
  });

  it('proves that a tree begins with an earlier one, and of nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(255), async ({ size, at }, which, bit) => {
        const [earlier, later, proof] = [head(at + 1), head(size), await consistency(at + 1, size)];
        expect(isConsistent(earlier, later, proof)).toBe(true);
        expect(isConsistent({ ...earlier, root: flipped(earlier.root, bit) }, later, proof)).toBe(false);
        expect(isConsistent(earlier, { ...later, root: flipped(later.root, bit) }, proof)).toBe(false);
        expect(isConsistent(earlier, later, [...proof, later.root])).toBe(false);
        if (proof.length === 0) return;
        const changed = which % proof.length;
        const other = proof.with(changed, flipped(present(proof[changed]), bit));
        expect(isConsistent(earlier, later, other)).toBe(false);
        expect(isConsistent(earlier, later, proof.slice(1))).toBe(false);
      }),
    );
  });

  it('has no proof about a tree of nothing, or that a smaller tree contains a larger one', () => {
    expect(isConsistent(head(0), head(3), [])).toBe(false);
    expect(isConsistent(head(3), head(2), [])).toBe(false);
  });
});
