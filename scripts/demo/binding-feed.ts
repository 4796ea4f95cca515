import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

export interface BindingChange {
  readonly kind: string;
  readonly community: { readonly name: string } | null;
  readonly tenant: { readonly id: string } | null;
  readonly cursor: string;
}

type Message =
  | { readonly __typename: 'FeedCheckpoint'; readonly caughtUp: boolean }
  | ({ __typename: 'BindingChange' } & BindingChange);

const DOCUMENT = `subscription Bindings($appId: ID!) {
  bindingChanges(appId: $appId) {
    __typename
    ... on BindingChange { cursor kind community { name } tenant { id } }
    ... on FeedCheckpoint { caughtUp }
  }
}`;

/** A service that follows what is bound to one account, live over a WebSocket. */
export class BindingFeed {
  readonly #client: Client;
  readonly #changes: BindingChange[] = [];
  readonly #waiting = new Set<() => void>();
  #isLive = false;
  #failure: unknown = null;

  constructor(url: string, token: string, appId: string, onChange: (change: BindingChange) => void) {
    this.#client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: (error) => this.#fail(error),
    });
    this.#client.subscribe<{ bindingChanges: Message }>(
      { query: DOCUMENT, variables: { appId } },
      {
        next: ({ data, errors }) => {
          if (errors) {
            this.#fail(errors[0]);
            return;
          }
          const message = data?.bindingChanges;
          if (message?.__typename === 'BindingChange') {
            this.#changes.push(message);
            onChange(message);
          } else if (message) this.#isLive ||= message.caughtUp;
          this.#wake();
        },
        error: (error) => this.#fail(error),
        complete: () => undefined,
      },
    );
  }

  get changes(): readonly BindingChange[] {
    return this.#changes;
  }

  /** Resolves when the feed has begun: nothing that happens from now on is missed. */
  live(): Promise<void> {
    return this.#until(() => this.#isLive, 'begin');
  }

  /** Resolves when that many changes have arrived. */
  async arrived(count: number): Promise<void> {
    await this.#until(() => this.#changes.length >= count, `deliver ${count} changes`);
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(new Error(`The feed did not ${what} in time.`)), 15_000);
      const settle = (error: unknown): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        if (error === null) resolve();
        else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      };
      const look = (): void => {
        if (this.#failure !== null) settle(this.#failure);
        else if (holds()) settle(null);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
