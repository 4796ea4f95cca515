import { accounts } from './accounts/projection.js';
import { authorizations } from './authorizations/projection.js';
import { communities } from './communities/projection.js';
import type { Projection } from './projection.js';
import { shareCodes } from './share-codes/projection.js';
import { sharings } from './sharings/projection.js';
import { trail } from './trail/projection.js';

export { accounts, authorizations, communities, shareCodes, sharings, trail };

/** All read models, as one runner feeds them. */
export const projections: readonly Projection[] = [accounts, sharings, shareCodes, communities, authorizations, trail];
