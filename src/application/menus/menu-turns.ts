import type { Leases } from '../../leases/leases.js';
import { LeaseBusyError, LeaseLostError, withLease, type Held } from '../../leases/with-lease.js';
import { TryAgainError } from '../answer.js';
import { FairQueue } from '../deciding/fair-queue.js';

/** How long a turn outlasts the death of its holder, milliseconds; renewed while it lasts. */
const TTL_MS = 30_000;

/** Lets one at a time speak to WeChat about an account's menu: in turn in this process, by a lease across processes. */
export class MenuTurns {
  readonly #queue = new FairQueue();

  constructor(private readonly leases: Leases) {}

  /**
   * @param lane in turn among these, e.g. a tenant
   * @param patience how long to wait for the turn, milliseconds
   * @throws TryAgainError when the turn does not come in time, or was lost to another process
   */
  async run<T>(appId: string, lane: string, patience: number, work: (turn: Held) => Promise<T>): Promise<T> {
    const name = `menu/${appId}`;
    const deadline = Date.now() + patience;
    try {
      return await this.#queue.run([name], lane, deadline, () =>
        withLease(this.leases, name, { ttl: TTL_MS, patience: Math.max(0, deadline - Date.now()) }, work),
      );
    } catch (error) {
      if (error instanceof LeaseBusyError || error instanceof LeaseLostError) {
        throw new TryAgainError('Others are at work on the same menu.', { cause: error });
      }
      throw error;
    }
  }
}
