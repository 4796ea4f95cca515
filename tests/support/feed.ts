import { createClient, type Client } from 'graphql-ws';
import type { GraphQLFormattedError } from 'graphql';
import WebSocket, { type CloseEvent } from 'ws';

const PATIENCE_MS = 20_000;

/** A message of any feed, with what the test selected of it. */
export interface FeedMessage {
  readonly __typename: string;
  readonly cursor: string;
  readonly caughtUp?: boolean;
}

/** How a subscription ended. */
export type Ending =
  | { readonly kind: 'completed' }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'closed'; readonly code: number };

export interface Following {
  readonly url: string;
  readonly token?: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** One subscription on a socket of its own. Messages are kept; nothing is retried. */
export class Feed<Message = FeedMessage> {
  readonly messages: Message[] = [];
  readonly ended: Promise<Ending>;
  readonly #client: Client;
  readonly #waiting = new Set<() => void>();
  #socket: WebSocket | null = null;
  #ending: Ending | null = null;

  constructor(
    { url, token, document, variables = {} }: Following,
    onMessage: (message: Message) => void = () => undefined,
  ) {
    let resolve: (ending: Ending) => void = () => undefined;
    this.ended = new Promise((settle) => {
      resolve = settle;
    });
    const end = (ending: Ending): void => {
      this.#ending ??= ending;
      resolve(this.#ending);
      this.#wake();
    };
    this.#client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      on: {
        opened: (socket) => {
          this.#socket = socket as WebSocket;
        },
      },
    });
    this.#client.subscribe<Record<string, Message>>(
      { query: document, variables: { ...variables } },
      {
        next: ({ data, errors }) => {
          if (errors) end({ kind: 'refused', errors });
          for (const message of Object.values(data ?? {})) {
            this.messages.push(message);
            onMessage(message);
          }
          this.#wake();
        },
        error: (error) =>
          end(
            Array.isArray(error)
              ? { kind: 'refused', errors: error as GraphQLFormattedError[] }
              : { kind: 'closed', code: (error as Partial<CloseEvent>).code ?? 0 },
          ),
        complete: () => end({ kind: 'completed' }),
      },
    );
  }

  /** Resolves when that holds of the messages so far. @throws when the feed ends or too much time passes before */
  until(holds: (messages: readonly Message[]) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure: string | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        if (failure === null) resolve();
        else reject(new Error(`${failure} Last: ${JSON.stringify(this.messages.slice(-3))}`));
      };
      const look = (): void => {
        if (holds(this.messages)) settle(null);
        else if (this.#ending !== null) settle(`The feed ended: ${JSON.stringify(this.#ending)}.`);
      };
      const timer = setTimeout(() => settle(`After ${this.messages.length} messages nothing came.`), PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}

/** Without the checkpoints. */
export const eventsOf = <Message extends { readonly __typename: string }>(messages: readonly Message[]): Message[] =>
  messages.filter(({ __typename }) => __typename !== 'FeedCheckpoint');

/** Whether the past has been told. */
export const caughtUp = (messages: readonly FeedMessage[]): boolean => messages.some((message) => message.caughtUp);
