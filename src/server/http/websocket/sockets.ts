import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { CORRELATION_HEADER, correlationIdOf } from '../correlation.js';
import { LIMITS } from '../limits/limits.js';
import { createProtocol, type ProtocolOptions } from './protocol.js';
import { CLOSE, Session } from './session.js';
import { TenantSockets } from './tenant-sockets.js';

export interface SocketOptions extends Omit<ProtocolOptions, 'sockets'> {
  readonly path: string;
  readonly socketsPerTenant: number;
  readonly keepAliveMs: number;
}

export interface Sockets {
  /** Closes all with a code that tells clients to come back; what does not close in time is cut. */
  close(milliseconds: number): Promise<void>;
}

/** graphql-transport-ws on the upgrade requests of an HTTP server. */
export function attachSockets(http: HttpServer, options: SocketOptions): Sockets {
  const { path, work, metrics, logError, keepAliveMs } = options;
  const sockets = new TenantSockets(options.socketsPerTenant);
  const protocol = createProtocol({ ...options, sockets });
  const server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.bytes, handleProtocols });

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    try {
      if (pathOf(request) !== path) refuse(stream, '404 Not Found');
      else if (work.stopping) refuse(stream, '503 Service Unavailable');
      else server.handleUpgrade(request, stream, head, (socket) => accept(socket, request));
    } catch (error) {
      logError({ err: errorOf(error), correlationId: '' }, 'An upgrade failed');
      stream.destroy();
    }
  });

  function accept(socket: WebSocket, request: IncomingMessage): void {
    const given = request.headers[CORRELATION_HEADER];
    const session = new Session(socket, given === undefined ? null : correlationIdOf(given));
    keepAlive(socket, keepAliveMs);
    metrics.sockets.inc();

    /** Whatever a handler throws, at once or later, ends this socket and nothing else. */
    const attempt = async (handle: () => Promise<void>): Promise<void> => {
      try {
        await handle();
      } catch (error) {
        logError({ err: errorOf(error), correlationId: session.correlationId ?? '' }, 'A socket failed');
        session.close(CLOSE.broken);
      }
    };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Settles when the message is on its way, so that a feed waits for a slow client.
        send: (message) =>
          new Promise((resolve, reject) => {
            if (!session.open) resolve();
            else socket.send(message, (error) => (error ? reject(error) : resolve()));
          }),
        close: (code, reason) => socket.close(code, shortened(reason)),
        onMessage: (handle) => {
          socket.on('message', (message: Buffer) => void attempt(() => handle(message.toString())));
        },
      },
      { session },
    );
    // The library closes the socket for what is wrong with it, such as a message that is too big.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      void attempt(() => {
        session.end();
        sockets.release(session);
        metrics.sockets.dec();
        return closed(code, reason.toString());
      });
    });
  }

  return {
    async close(milliseconds) {
      const all = [...server.clients];
      const gone = all.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of all) socket.close(CLOSE.serverStops.code, CLOSE.serverStops.reason);
      const timer = setTimeout(() => {
        for (const socket of all) socket.terminate();
      }, milliseconds);
      await Promise.all(gone);
      clearTimeout(timer);
    },
  };
}

/** Taken from the request's target as it is: what a client may send there need not be a URL. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
}

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Bytes of UTF-8 that a close frame has room for beside its code. */
const REASON_BYTES = 123;

/** The library's reasons may quote what the client sent, of any length. */
const shortened = (reason = ''): string =>
  Buffer.byteLength(reason) <= REASON_BYTES
    ? reason
    : new TextDecoder().decode(Buffer.from(reason).subarray(0, REASON_BYTES), { stream: true });

/** Cuts a connection that does not answer: its client is gone without a word. */
function keepAlive(socket: WebSocket, milliseconds: number): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, milliseconds);
  socket.once('close', () => clearInterval(timer));
}
