import type { Commands } from './commands/contract.js';
import type { Feeds } from './feeds/feeds.js';
import type { Queries } from './queries/queries.js';

/** All that an API offers to whoever may ask. */
export interface Application {
  readonly commands: Commands;
  readonly queries: Queries;
  readonly feeds: Feeds;
}
