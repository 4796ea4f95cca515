import { mapped } from '../../../schema/feeds/mapped.js';

/** A feed that is given its items by hand, and settles a pending `next()` when it is left. */
class HandFedFeed implements AsyncIterableIterator<number> {
  #waiting: ((result: IteratorResult<number>) => void) | null = null;
  readonly #items: number[];
  left = false;

  constructor(...items: readonly number[]) {
    this.#items = [...items];
  }
  next(): Promise<IteratorResult<number>> {
    const value = this.#items.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
  return(): Promise<IteratorResult<number>> {
    this.left = true;
    this.#waiting?.({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  }
  [Symbol.asyncIterator](): this {
    return this;
  }
}

const evenAsText = (item: number): string | null => (item % 2 === 0 ? String(item) : null);

describe('the messages of a feed', () => {
  it('pass over what is told to nobody', async () => {
    const messages = mapped(new HandFedFeed(1, 2, 3, 5, 6), evenAsText);
    expect(await messages.next()).toEqual({ value: '2', done: false });
    expect(await messages.next()).toEqual({ value: '6', done: false });
  });

  it('end at once when the subscriber leaves a quiet feed', async () => {
    const feed = new HandFedFeed();
    const messages = mapped(feed, evenAsText);
    const pending = messages.next();
    await messages.return?.();
    expect(feed.left).toBe(true);
    expect(await pending).toEqual({ value: undefined, done: true });
  });
});
