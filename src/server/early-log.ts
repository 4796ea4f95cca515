import type { FastifyBaseLogger } from 'fastify';
import type { ReadModelLog } from '../read-models/log.js';

/** Keeps what is said before the server, and so its log, exists. */
export class EarlyLog {
  #early: Parameters<ReadModelLog>[] = [];
  #log: FastifyBaseLogger | null = null;

  write(...line: Parameters<ReadModelLog>): void {
    const [level, message, facts] = line;
    if (this.#log === null) this.#early.push(line);
    else this.#log[level](facts, message);
  }

  continueIn(log: FastifyBaseLogger): void {
    this.#log = log;
    for (const line of this.#early) this.write(...line);
    this.#early = [];
  }
}
