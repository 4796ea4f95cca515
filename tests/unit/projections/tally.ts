import type { Document } from '../../../src/read-models/port.js';
import type { Projection } from '../../../projections/projection.js';

export type Tally = Document & { readonly type: string; readonly count: number; readonly last: string };

/** Counts events by type: an event handled twice, or never, shows. */
export const tally: Projection<Tally> = {
  name: 'tally',
  version: 1,
  indexes: { byType: ({ type }) => [[type]] },
  events: ['CommunityRegistered', 'CommunityBound', 'CommunityUnbound', 'AccountAuthorized', 'SharingStarted'],
  key: ({ type }) => [type],
  evolve: (document, { type, id }) => ({ type, count: (document?.count ?? 0) + 1, last: id }),
};
