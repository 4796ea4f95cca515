/** A secret with the number of its version: another one each time that something is stored under any name. */
export interface VersionedSecret {
  readonly secret: string;
  readonly version: number;
}

/** Names a lease and its fencing token (`Lease.name`, `Lease.fence`). */
export interface Fence {
  readonly lease: string;
  readonly fence: number;
}

/**
 * Secrets, encrypted at rest (AES-256-GCM, versioned key), beside the read models but never dropped by a rebuild.
 * Nothing in it ever reaches logs, errors, events or answers (R29).
 */
export interface Vault {
  /** Replaces what is there. Resolves when it is on disk. */
  put(name: string, secret: string): Promise<void>;
  get(name: string): Promise<string | null>;
  /** As `get`, with what `replace` compares. */
  getVersioned(name: string): Promise<VersionedSecret | null>;
  /**
   * Compare and set, as one step: stores the secret if what is there still has the version `expected`, or, for null, if
   * nothing is there. With a fence: only while no later lease of that name has been given out. Says whether it stored.
   */
  replace(name: string, secret: string, expected: number | null, fence?: Fence): Promise<boolean>;
  /** Erasing what is not there is no error. With `expected`: only while it still has that version, as one step. */
  erase(name: string, expected?: number): Promise<void>;
  /** Names that begin with the prefix, in order. */
  names(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}
