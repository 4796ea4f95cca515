import { accounts, communities, sharings } from '../../projections/index.js';
import type { Projection } from '../../projections/projection.js';

/** Read models whose past is kept. */
export const KEPT: readonly Projection[] = [accounts, sharings, communities];
