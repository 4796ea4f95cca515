import type { Leases } from '../../leases/leases.js';
import { LeaseBusyError, LeaseLostError, withLease, type Held } from '../../leases/with-lease.js';
import { TryAgainError } from '../answer.js';
import { FairQueue } from './fair-queue.js';

export interface TurnsOptions {
  /** How long a turn outlasts the death of its holder, milliseconds; renewed while it lasts. */
  readonly turnMs?: number;
  /** How long to wait for those before, milliseconds. */
  readonly patience?: number;
}

export interface Waiting {
  /** In turn among these, e.g. a tenant. */
  readonly lane?: string;
  /** How long to wait for those before, in this process and in others together, milliseconds. */
  readonly patience?: number;
}

/** For what is tried again soon anyway. */
export const NO_WAIT = 0;

/**
 * One at a time by name: in this process in turn among lanes, across processes by a lease. Turns only keep work from
 * being done twice and answers of WeChat in order; what is right is decided by the store's conditions.
 */
export class Turns {
  readonly #queue = new FairQueue();
  readonly #ttl: number;
  readonly #patience: number;

  constructor(
    private readonly leases: Leases,
    { turnMs = 30_000, patience = 10_000 }: TurnsOptions = {},
  ) {
    this.#ttl = turnMs;
    this.#patience = patience;
  }

  /**
   * @throws TryAgainError when the turn does not come in time, or was lost to another process; what the work throws
   */
  async run<T>(
    name: string,
    work: (turn: Held) => Promise<T>,
    { lane = '', patience = this.#patience }: Waiting = {},
  ): Promise<T> {
    const deadline = Date.now() + patience;
    try {
      return await this.#queue.run([name], lane, deadline, () =>
        withLease(this.leases, name, { ttl: this.#ttl, patience: Math.max(0, deadline - Date.now()) }, work),
      );
    } catch (error) {
      if (error instanceof LeaseBusyError || error instanceof LeaseLostError) {
        throw new TryAgainError('Others are at work on the same thing.', { cause: error });
      }
      throw error;
    }
  }
}
