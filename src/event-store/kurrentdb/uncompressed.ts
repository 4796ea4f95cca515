import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { insideOf, type Channel } from './inside.js';

/** What is told to the server at the beginning of a call. */
interface Headers {
  set(name: string, value: string): void;
}

/** What a call goes through, as the library of the client wants it. */
interface Filter {
  sendMetadata(headers: Promise<Headers>): Promise<Headers>;
  receiveMetadata<T>(metadata: T): T;
  sendMessage<T>(message: T): T;
  receiveMessage<T>(message: T): T;
  receiveTrailers<T>(status: T): T;
}

/** What the library of the client keeps to itself of a connection. */
interface ChannelInside extends Channel {
  readonly internalChannel?: {
    readonly filterStackFactory?: { readonly factories?: { readonly createFilter: () => Filter }[] };
  };
}

/**
 * Has the server send its answers and what it pushes as they are. It would compress each by itself, some 100 bytes, and
 * unpacking them was a tenth of what the main thread did. There is no option for it, so what every call is sent through
 * is added to. Where a newer client is made otherwise, it goes on with compression.
 */
export function withoutCompression(client: KurrentDBClient): KurrentDBClient {
  const inside = insideOf(client);
  const create = inside.createChannel.bind(inside);
  inside.createChannel = async () => {
    const channel: ChannelInside = await create();
    // Behind the library's own filter, which says that it takes everything.
    channel.internalChannel?.filterStackFactory?.factories?.push({ createFilter: () => UNCOMPRESSED });
    return channel;
  };
  return client;
}

const UNCOMPRESSED: Filter = {
  async sendMetadata(headers) {
    const told = await headers;
    told.set('grpc-accept-encoding', 'identity');
    return told;
  },
  receiveMetadata: (metadata) => metadata,
  sendMessage: (message) => message,
  receiveMessage: (message) => message,
  receiveTrailers: (status) => status,
};
