import { nodeHash, type Hash } from './hashes.js';
import { foldSubtrees, type Subtree } from './subtrees.js';

/** Root of a tree that leaves are added to: one hash is kept for each 1 among the binary digits of its size. */
export class GrowingTree {
  readonly #subtrees: Hash[];
  #size: number;

  /** @param from another one, to go on from where it is */
  constructor(from?: GrowingTree) {
    this.#subtrees = from ? [...from.#subtrees] : [];
    this.#size = from ? from.#size : 0;
  }

  get size(): number {
    return this.#size;
  }

  /** @param completed told of each complete subtree of more than one leaf that this leaf completes, the smallest first */
  add(leaf: Hash, completed: (subtree: Subtree, root: Hash) => void = () => undefined): void {
    let root = leaf;
    let level = 0;
    // As with carrying in an addition: two subtrees of a size make one of twice the size.
    for (let carry = this.#size; carry % 2 === 1; carry = Math.floor(carry / 2)) {
      const left = this.#subtrees.pop();
      if (left === undefined) throw new Error('There is a subtree for each 1 among the digits of the size.');
      root = nodeHash(left, root);
      level += 1;
      completed({ level, index: Math.floor(carry / 2) }, root);
    }
    this.#subtrees.push(root);
    this.#size += 1;
  }

  root(): Hash {
    return foldSubtrees(this.#subtrees);
  }
}
