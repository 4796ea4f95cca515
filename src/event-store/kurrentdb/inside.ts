import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

/** A connection to one node, as the appending half of the client holds it. */
export interface Channel {
  close(): void;
}

/** The client's client of one of the server's services, as the library that it goes through makes it. */
export interface ServiceClient {
  makeUnaryRequest<Answer>(
    path: string,
    encode: (request: Uint8Array) => Uint8Array,
    decode: (answer: Uint8Array) => Answer,
    request: Uint8Array,
    headers: unknown,
    options: unknown,
    done: (error: Error | null, answer?: Answer) => void,
  ): void;
}

/** Makes such clients, and tells the service's methods. */
export interface Service {
  readonly service: Readonly<Record<string, { readonly path: string }>>;
}

/** What the client knows and keeps to itself. */
export interface Inside {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  /** The connection of what is asked next: looks for the leader when there is none. */
  getChannel(): Promise<Channel>;
  /** Called by the client at first, and whenever it has lost its connection. */
  createChannel(): Promise<Channel>;
  /** Has a request made by a client of a service, and looks at what it failed with. */
  execute<Answer>(service: Service, name: string, request: (client: ServiceClient) => Promise<Answer>): Promise<Answer>;
  /**
   * Gives up the connection of a request that failed, if it is still in use and the error says that another one is
   * needed. Called by the client without waiting for it.
   */
  handleError(of: { getChannel(): Channel }, error: unknown): Promise<void>;
}

// The version is behind a protected accessor of the client, and nothing public tells it or touches the connection.
export const insideOf = (client: KurrentDBClient): Inside => client as unknown as Inside;
