import type { Feed, FeedMessage } from '../../support/feed.js';

/** Follows a feed with a connection that is cut at random, and takes it up again behind the last message it saw. */
export class Resuming<Message extends FeedMessage> {
  /** Without checkpoints, in the order of arrival. */
  readonly seen: Message[] = [];
  cuts = 0;
  #after: string;

  constructor(
    private readonly open: (after: string) => Feed<Message>,
    private readonly random: () => number,
    after: string,
  ) {
    this.#after = after;
  }

  /** Goes on until it has seen what is at this position. */
  async reach(cursor: () => string | null): Promise<void> {
    while (!this.#isThere(cursor())) await this.#stretch(cursor);
  }

  /** One connection's life. */
  async #stretch(cursor: () => string | null): Promise<void> {
    const feed = this.open(this.#after);
    const patience = 1 + Math.floor(this.random() * 800);
    await feed.until((messages) => messages.length >= patience || this.#isThere(cursor(), messages));
    feed.cut();
    this.cuts += 1;
    for (const message of [...feed.messages]) {
      this.#after = message.cursor;
      if (message.__typename !== 'FeedCheckpoint') this.seen.push(message);
    }
    await feed.close();
  }

  #isThere(cursor: string | null, messages: readonly Message[] = []): boolean {
    return cursor !== null && (messages.at(-1)?.cursor ?? this.#after) >= cursor;
  }
}
