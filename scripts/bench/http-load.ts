import { connect, type Socket } from 'node:net';

export interface LoadRequest {
  readonly token: string;
  readonly body: string;
}

/** What one GraphQL request looks like on the wire. */
function onTheWire({ hostname, port, pathname }: URL, { token, body }: LoadRequest): Buffer {
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nAccept: application/json\r\n` +
      `Authorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Resolves to the answer's body. The client does as little as possible, since it shares the processors. */
function roundTrip(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const onData = (chunk: Buffer): void => {
      received += chunk.toString('latin1');
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.slice(0, end))?.[1]);
      if (received.length < end + 4 + length) return;
      socket.off('data', onData);
      socket.off('error', reject);
      if (received.startsWith('HTTP/1.1 200')) resolve(received.slice(end + 4));
      else reject(new Error(received));
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.write(request);
  });
}

/**
 * Sends each client's requests one after the other, all clients at once, over connections of their own. Resolves to the
 * seconds that it took.
 *
 * @throws when an answer is not what `isExpected` wants
 */
export async function load(
  url: string,
  clients: readonly (readonly LoadRequest[])[],
  isExpected: (body: string) => boolean,
): Promise<number> {
  const address = new URL(url);
  const prepared = clients.map((requests) => requests.map((request) => onTheWire(address, request)));
  const sockets = await Promise.all(prepared.map(() => connected(address)));
  try {
    const started = performance.now();
    await Promise.all(
      prepared.map(async (requests, index) => {
        const socket = sockets[index];
        if (socket === undefined) return;
        for (const request of requests) {
          const body = await roundTrip(socket, request);
          if (!isExpected(body)) throw new Error(`Unexpected answer: ${body.slice(0, 500)}`);
        }
      }),
    );
    return (performance.now() - started) / 1_000;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function connected({ hostname, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}
