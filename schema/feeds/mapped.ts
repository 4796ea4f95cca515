/**
 * Each item as a message; null is passed over. `return()` goes straight to the feed, which settles a pending `next()`, so
 * that a quiet feed does not leak.
 */
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
