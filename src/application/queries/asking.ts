import type { Viewer } from '../../auth/viewer.js';
import type { ReadModels } from '../../read-models/port.js';
import type { Reads } from './reads.js';

/** Who asks, and what answers. */
export interface Asking {
  readonly viewer: Viewer;
  readonly reads: Reads;
  readonly readModels: ReadModels;
}
