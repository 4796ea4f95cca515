/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- Classes of the schema describe shapes, which views have. */
import type { TrailDocument } from '../../projections/documents.js';
import type { FeedItem } from '../../src/application/feeds/feeds.js';
import { made } from '../made.js';
import { FeedCheckpoint } from './messages.js';

/**
 * What a feed delivers, as messages; what is told to nobody (null) is passed over. `return()` goes straight to the feed,
 * which settles a pending `next()`, so that a quiet feed does not leak.
 */
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

export function mapped<Item, Message>(
  feed: AsyncIterableIterator<Item>,
  message: (item: Item) => Message | null,
): AsyncIterableIterator<Message> {
  return {
    async next(): Promise<IteratorResult<Message>> {
      for (;;) {
        const result = await feed.next();
        if (result.done === true) return { value: undefined, done: true };
        const told = message(result.value);
        if (told !== null) return { value: told, done: false };
      }
    },
    async return(): Promise<IteratorResult<Message>> {
      await feed.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
