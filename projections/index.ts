import { accounts } from './accounts/projection.js';
import { authorizations } from './authorizations/projection.js';
import { communities } from './communities/projection.js';
import { menus } from './menus/projection.js';
import type { Projection } from './projection.js';
import { replies } from './replies/projection.js';
import { search } from './search/projection.js';
import { shareCodes } from './share-codes/projection.js';
import { sharings } from './sharings/projection.js';
import { trail } from './trail/projection.js';

export { accounts, authorizations, communities, menus, replies, search, shareCodes, sharings, trail };

/** What is there now: the read models that a command's answer waits for. */
export const views: readonly Projection[] = [
  accounts,
  sharings,
  shareCodes,
  communities,
  authorizations,
  menus,
  replies,
];

/**
 * All read models. The trail is a log of its own: it follows in larger batches, and whoever reads it waits for it. So it is
 * with what the trail is searched by, in larger ones still.
 */
export const projections: readonly Projection[] = [...views, trail, search];
