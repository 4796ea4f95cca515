/** Most that one lease lasts without being renewed, milliseconds. */
export const LONGEST_LEASE_MS = 600_000;

/** The right to be the only one who does something, for a while, among all processes that share a private store. */
export interface Lease {
  readonly name: string;
  /** Grows with every lease of this name: a later holder has a higher one. */
  readonly fence: number;
  /** Prolongs it from now on. False when somebody else holds it by now: what is being done must stop. */
  renew(ttlMs: number): Promise<boolean>;
  /** Gives it back; nothing happens when somebody else holds it by now. */
  release(): Promise<void>;
}

export interface Leases {
  /** Null while somebody holds it. It ends by itself after `ttlMs` milliseconds, so that a crash frees it. */
  acquire(name: string, ttlMs: number): Promise<Lease | null>;
  close(): Promise<void>;
}
