import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { Cursor } from '../../src/event-store/cursor.js';
import type { StoredEvent } from '../../src/event-store/port.js';

/** A feed with what it has to tell. */
export interface FeedPlan {
  readonly name: string;
  /** With `message` as the alias of the feed. */
  readonly document: string;
  readonly token: string;
  readonly concerns: (event: StoredEvent) => boolean;
}

interface Message {
  readonly cursor: Cursor;
  /** Of a checkpoint. */
  readonly caughtUp?: boolean;
}

const LATE_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** A subscription on a socket of its own that stays open; nothing is resumed, so a socket that breaks is a failure. */
export class KeptFeed {
  readonly #client: Client;
  readonly #told: Cursor[] = [];
  #isLive = false;
  #end: string | null = null;

  constructor(
    url: string,
    private readonly plan: FeedPlan,
  ) {
    this.#client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${plan.token}` },
      retryAttempts: 0,
    });
    this.#client.subscribe<{ message: Message }>(
      { query: plan.document },
      {
        next: ({ data, errors }) => {
          if (errors) this.#end = JSON.stringify(errors);
          else if (data?.message.caughtUp === undefined) this.#told.push(...(data ? [data.message.cursor] : []));
          else this.#isLive ||= data.message.caughtUp;
        },
        error: (error) => (this.#end = error instanceof Error ? error.message : JSON.stringify(error)),
        complete: () => (this.#end ??= 'completed'),
      },
    );
  }

  /** Resolves when the feed has begun: nothing that happens from now on is missed. */
  live(): Promise<void> {
    return this.#until(() => this.#isLive, 'begin');
  }

  /** @throws unless the feed has told, or tells soon, each of these events that concern it once, in order, and no other */
  async check(events: readonly StoredEvent[]): Promise<number> {
    const expected = events.filter((event) => this.plan.concerns(event)).map(({ cursor }) => cursor);
    await this.#until(() => this.#told.length >= expected.length, `tell all of ${expected.length} events`);
    const wrong = this.#told.findIndex((cursor, index) => cursor !== expected[index]);
    if (wrong >= 0) {
      throw new Error(`${this.plan.name}: event ${wrong + 1} of the feed is not the one that follows in the log.`);
    }
    return expected.length;
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const deadline = performance.now() + LATE_MS;
    for (;;) {
      if (this.#end !== null) throw new Error(`${this.plan.name} has ended: ${this.#end}`);
      if (holds()) return;
      if (performance.now() > deadline) {
        throw new Error(`${this.plan.name} did not ${what} in time: it has told ${this.#told.length}.`);
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}
