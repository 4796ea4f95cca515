import { setTimeout as delay } from 'node:timers/promises';
import type { Fence } from '../vault/vault.js';
import type { Lease, Leases } from './leases.js';

export interface LeaseTerms {
  /** How long it lasts when its holder dies, milliseconds; renewed while the work goes on. */
  readonly ttl: number;
  /** How long to wait while others hold it, milliseconds. */
  readonly patience: number;
}

/** Others held the lease for longer than one wanted to wait. */
export class LeaseBusyError extends Error {
  readonly code = 'LEASE_BUSY';
  constructor(readonly lease: string) {
    super(`Somebody else is at work on "${lease}".`);
    this.name = new.target.name;
  }
}

/** The lease went to somebody else while the work was going on: it was held up for longer than the lease lasts. */
export class LeaseLostError extends Error {
  readonly code = 'LEASE_LOST';
  constructor(readonly lease: string) {
    super(`Somebody else has taken over the work on "${lease}".`);
    this.name = new.target.name;
  }
}

/** What the work gets: what to give along with every write, and word of it when the lease is lost. */
export interface Held {
  readonly fence: Fence;
  /** Aborted with a LeaseLostError. */
  readonly signal: AbortSignal;
}

/** Between two looks whether it is free, milliseconds: at first at most, and in the end. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

/** Does the work as the only one, among all processes. @throws LeaseBusyError, and what the work throws */
export async function withLease<T>(
  leases: Leases,
  name: string,
  { ttl, patience }: LeaseTerms,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const lease = await acquire(leases, name, ttl, patience);
  const lost = new AbortController();
  const renewing = setInterval(() => {
    lease.renew(ttl).then(
      (held) => {
        if (!held) lost.abort(new LeaseLostError(name));
      },
      // The store did not answer: the next turn may, and if not, the fence keeps this holder's writes out.
      () => undefined,
    );
  }, ttl / 3);
  try {
    return await work({ fence: { lease: name, fence: lease.fence }, signal: lost.signal });
  } finally {
    clearInterval(renewing);
    // What the work brought is not lost because the lease could not be given back: it ends by itself.
    await lease.release().catch(() => undefined);
  }
}

async function acquire(leases: Leases, name: string, ttl: number, patience: number): Promise<Lease> {
  const deadline = performance.now() + patience;
  for (let longest = FIRST_PAUSE; ; longest = Math.min(LONGEST_PAUSE, longest * 2)) {
    const lease = await leases.acquire(name, ttl);
    if (lease !== null) return lease;
    // Jitter, so that those who wait do not come back together.
    const pause = longest * (0.5 + Math.random() / 2);
    if (performance.now() + pause > deadline) throw new LeaseBusyError(name);
    await delay(pause);
  }
}
