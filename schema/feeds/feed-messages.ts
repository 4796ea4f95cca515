import type { TrailDocument } from '../../projections/documents.js';
import type { FeedItem } from '../../src/application/feeds/feeds.js';
import { made } from '../made.js';
import { mapped } from './mapped.js';
import { FeedCheckpoint } from './messages.js';

/** What a feed delivers, as messages; what is told to nobody (null) is passed over. */
export function feedMessages<Message extends object>(
  feed: AsyncIterableIterator<FeedItem>,
  message: (event: TrailDocument) => Message | null,
): AsyncIterableIterator<Message | FeedCheckpoint> {
  const told = (item: FeedItem): Message | FeedCheckpoint | null =>
    item.kind === 'event'
      ? message(item.event)
      : made(FeedCheckpoint, { cursor: item.cursor, caughtUp: item.caughtUp });
  return mapped(feed, told);
}
