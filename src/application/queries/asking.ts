import type { Viewer } from '../../auth/viewer.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Documents } from '../../read-models/port.js';
import type { Reads } from './reads.js';

/** Who asks, and what answers. */
export interface Asking {
  readonly viewer: Viewer;
  readonly reads: Reads;
  readonly readModels: Documents;
  /** The moment that is asked about, where it is one of the past: its pages are told from those of others. */
  readonly moment?: Cursor;
}
