import type { Leases } from '../../leases/leases.js';
import { withLease } from '../../leases/with-lease.js';

export interface TurnsOptions {
  /** After which time a turn counts as lost in a crash, milliseconds. */
  readonly turnMs?: number;
  /** How long to wait for other processes, milliseconds. */
  readonly patience?: number;
}

/** For what is tried again soon anyway. */
export const NO_WAIT = 0;

/**
 * One at a time by name: in this process in the order of asking, across processes by a lease. Turns only keep work from
 * being done twice and answers of WeChat in order; what is right is decided by the store's conditions.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #ttl: number;
  readonly #patience: number;

  constructor(
    private readonly leases: Leases,
    { turnMs = 30_000, patience = 10_000 }: TurnsOptions = {},
  ) {
    this.#ttl = turnMs;
    this.#patience = patience;
  }

  /** @throws LeaseBusyError when other processes are at it for longer than `patience`; what the work throws */
  async run<T>(name: string, work: () => Promise<T>, patience = this.#patience): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const turn = before.then(() => withLease(this.leases, name, { ttl: this.#ttl, patience }, work));
    const settled = turn.catch(() => undefined);
    this.#last.set(name, settled);
    try {
      return await turn;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }
}

export const turnOfAccount = (appId: string): string => `authorization-of/${appId}`;
export const turnOfRun = (authorizationId: string): string => `authorization/${authorizationId}`;
