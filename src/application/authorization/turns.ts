import { setTimeout as delay } from 'node:timers/promises';
import type { Lease, Leases } from '../../leases/leases.js';
import { TryAgainError } from '../answer.js';

export interface TurnsOptions {
  /** After which time without a sign of life a turn counts as lost in a crash, milliseconds. */
  readonly turnMs?: number;
  /** How long to wait for one's turn, milliseconds. */
  readonly patience?: number;
}

/** Others are at it, in this process or another one, and take their time. */
export class NoTurnError extends TryAgainError {}

const PAUSE_MS = 50;

/**
 * One at a time by name, in this process and across processes: in this one in the order of asking, across them by a
 * lease. Turns only keep work from being done twice and answers of WeChat in order; what is right is decided by the
 * store's conditions.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #turnMs: number;
  readonly #patience: number;

  constructor(
    private readonly leases: Leases,
    options: TurnsOptions = {},
  ) {
    this.#turnMs = options.turnMs ?? 60_000;
    this.#patience = options.patience ?? 10_000;
  }

  /**
   * `stay` prolongs the turn; it throws when the turn was lost.
   * @param patience how long to wait for other processes, milliseconds, where that is not as long as usual
   * @throws NoTurnError
   */
  async run<T>(
    name: string,
    work: (stay: () => Promise<void>) => Promise<T>,
    patience = this.#patience,
  ): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const turn = before.then(() => this.#leased(name, work, patience));
    const settled = turn.catch(() => undefined);
    this.#last.set(name, settled);
    try {
      return await turn;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }

  async #leased<T>(
    name: string,
    work: (stay: () => Promise<void>) => Promise<T>,
    patience: number,
  ): Promise<T> {
    const lease = await this.#acquire(name, patience);
    try {
      return await work(async () => {
        if (!(await lease.renew(this.#turnMs))) throw new NoTurnError('Somebody else has taken over.');
      });
    } finally {
      await lease.release();
    }
  }

  async #acquire(name: string, patience: number): Promise<Lease> {
    const deadline = Date.now() + patience;
    for (;;) {
      const lease = await this.leases.acquire(name, this.#turnMs);
      if (lease !== null) return lease;
      if (Date.now() >= deadline) throw new NoTurnError('Others are working on it.');
      await delay(PAUSE_MS * (0.5 + Math.random()));
    }
  }
}

export const turnOfAccount = (appId: string): string => `account/${appId}`;
export const turnOfRun = (authorizationId: string): string => `authorization/${authorizationId}`;

/** For what is tried again soon anyway. */
export const NO_WAIT = 0;
