import type { SnapshotStore } from '../../src/application/snapshots/snapshot-store.js';

/** Streams are short here. */
export const NO_SNAPSHOTS: SnapshotStore = {
  load: () => Promise.resolve(null),
  save: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
