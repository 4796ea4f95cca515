import { WebSocket } from 'ws';
import type { GraphQLErrorAnswer } from './wire.js';

/** What one operation over WebSocket was told. */
export interface Told {
  /** `data` and `errors` of each `next`. */
  readonly messages: readonly Result[];
  /** Of an `error` message: the operation was refused. */
  readonly errors: readonly GraphQLErrorAnswer[] | null;
  readonly completed: boolean;
}

export interface Result {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLErrorAnswer[];
}

export interface Operation {
  readonly query: string;
  readonly variables?: object;
}

interface Incoming {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

interface Running {
  readonly messages: Result[];
  readonly enough: (message: Result, count: number) => boolean;
  readonly settle: (told: Told) => void;
}

/** graphql-transport-ws by hand, so that a test sees every message and closing code. */
export class Socket {
  readonly opened: Promise<void>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  readonly #running = new Map<string, Running>();
  #acknowledged: (() => void) | null = null;
  #ids = 0;

  /** @param url of the GraphQL endpoint, http(s) */
  constructor(url: string) {
    this.#socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    this.opened = new Promise((resolve) => this.#socket.once('open', () => resolve()));
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (text: Buffer) => this.#receive(JSON.parse(text.toString()) as Incoming));
    this.closed = new Promise((resolve) =>
      this.#socket.once('close', (code, reason) => {
        for (const id of [...this.#running.keys()]) this.#settle(id, null, false);
        resolve({ code, reason: reason.toString() });
      }),
    );
  }

  /** Resolves to whether the server acknowledged; otherwise it has closed the socket. */
  async init(payload?: object): Promise<boolean> {
    await this.opened;
    const acknowledged = new Promise<boolean>((resolve) => (this.#acknowledged = () => resolve(true)));
    this.send({ type: 'connection_init', ...(payload && { payload }) });
    return Promise.race([acknowledged, this.closed.then(() => false)]);
  }

  send(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves when the operation ends, the socket closes, or `enough` says so, which ends the operation. */
  run(operation: Operation, enough: Running['enough'] = () => false): Promise<Told> {
    const id = String(++this.#ids);
    return new Promise((settle) => {
      this.#running.set(id, { messages: [], enough, settle });
      this.send({ type: 'subscribe', id, payload: operation });
    });
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  #receive({ type, id, payload }: Incoming): void {
    if (type === 'connection_ack') this.#acknowledged?.();
    if (type === 'ping') this.send({ type: 'pong' });
    const running = id === undefined ? undefined : this.#running.get(id);
    if (id === undefined || !running) return;
    if (type === 'error') this.#settle(id, payload as GraphQLErrorAnswer[], false);
    if (type === 'complete') this.#settle(id, null, true);
    if (type !== 'next') return;
    const message = payload as Result;
    running.messages.push(message);
    if (!running.enough(message, running.messages.length)) return;
    this.send({ type: 'complete', id });
    this.#settle(id, null, false);
  }

  #settle(id: string, errors: Told['errors'], completed: boolean): void {
    const running = this.#running.get(id);
    this.#running.delete(id);
    running?.settle({ messages: running.messages, errors, completed });
  }
}

/** A socket that the server acknowledged. @throws when it does not */
export async function openSocket(url: string, token: string, language = 'en'): Promise<Socket> {
  const socket = new Socket(url);
  if (await socket.init({ authorization: `Bearer ${token}`, language })) return socket;
  throw new Error(`The socket was closed with ${(await socket.closed).code}.`);
}

/** Codes of every error, of the operation and of its messages. */
export const codesTold = ({ errors, messages }: Told): readonly string[] =>
  [...(errors ?? []), ...messages.flatMap((message) => message.errors ?? [])].map(({ extensions }) => extensions.code);

/** Enough of a feed: a checkpoint says that all of the past has been told, whatever name `caughtUp` was selected by. */
export const pastIsTold = ({ data, errors }: Result): boolean =>
  errors !== undefined || Object.values(data ?? {}).some((message) => isCaughtUp(message));

const isCaughtUp = (message: unknown): boolean =>
  Object.entries(message ?? {}).some(([name, value]) => /(^|_)caughtUp$/.test(name) && value === true);
