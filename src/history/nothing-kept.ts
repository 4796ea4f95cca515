import type { KeptHistory } from './port.js';

/** Where no history is kept: every moment is folded from the beginning of the log. */
export const NOTHING_KEPT: KeptHistory = {
  lastBlock: () => Promise.resolve(null),
  lastBlockUpTo: () => Promise.resolve(null),
  lastBlockUntil: () => Promise.resolve(null),
  getMany: (_collection, ids) => Promise.resolve(ids.map(() => null)),
  page: () => Promise.resolve({ rows: [], more: false }),
  count: () => Promise.resolve(0),
  close: () => Promise.resolve(),
};
