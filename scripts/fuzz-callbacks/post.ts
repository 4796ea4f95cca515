import { Agent, request } from 'node:http';
import type { Letter } from './forging.js';

/** A client that keeps its connections, and can misbehave. */
export class Post {
  readonly #agent: Agent;

  constructor(
    private readonly url: string,
    inFlight: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  }

  /** Resolves to the status; null when the connection ended without an answer. */
  send({ method, path, query, headers, body, cutAfter }: Letter): Promise<number | null> {
    const parameters = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const length = 'transfer-encoding' in headers ? {} : { 'content-length': String(body.length) };
    return new Promise((resolve) => {
      const sent = request(
        `${this.url}${path}?${parameters}`,
        { method, agent: this.#agent, headers: { ...headers, ...length } },
        (response) => {
          response.on('end', () => resolve(response.statusCode ?? null));
          response.on('error', () => resolve(null));
          response.resume();
        },
      );
      sent.on('error', () => resolve(null));
      if (cutAfter === null) sent.end(body);
      else sent.write(body.subarray(0, cutAfter), () => sent.destroy());
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
