import type { FastifyBaseLogger } from 'fastify';
import type { CallbackRecord } from '../../wechat/callbacks/callback-record.js';

const PERIOD_MS = 60_000;
const LINES_PER_PERIOD = 10;

/** Tells of refused callbacks in the log: of the first of every minute one by one, then only how many there were. */
export class RefusalLog {
  #lines = 0;
  readonly #untold = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly log: Pick<FastifyBaseLogger, 'warn'>) {}

  tell({ kind, appId, reason }: CallbackRecord, correlationId: string): void {
    this.#timer ??= setTimeout(() => this.flush(), PERIOD_MS).unref();
    if (this.#lines < LINES_PER_PERIOD) {
      this.#lines++;
      this.log.warn({ kind, appId, reason, correlationId }, 'A callback was refused.');
    } else {
      const name = reason ?? 'UNKNOWN';
      this.#untold.set(name, (this.#untold.get(name) ?? 0) + 1);
    }
  }

  /** Tells what has not been told; a new minute begins. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#lines = 0;
    if (this.#untold.size > 0) this.log.warn({ refused: Object.fromEntries(this.#untold) }, 'More were refused.');
    this.#untold.clear();
  }
}
