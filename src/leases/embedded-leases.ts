import { attempt } from '../private-store/attempt.js';
import { PrivateDatabase } from '../private-store/private-database.js';
import { LONGEST_LEASE_MS, type Lease, type Leases } from './leases.js';

export interface EmbeddedLeasesOptions {
  /** Milliseconds since 1970, by a clock common to all processes of this host. */
  readonly clock?: () => number;
}

/** Leases in `private.db` of the private folder, for the processes of one host. @throws PrivateStoreError */
export function openEmbeddedLeases(
  privateDir: string,
  { clock = Date.now }: EmbeddedLeasesOptions = {},
): Promise<Leases> {
  return attempt(() => new EmbeddedLeases(PrivateDatabase.open(privateDir), clock));
}

/** Fencing token of the newest lease of a name, 0 if there never was one; to be asked within a transaction. */
export function latestFence(database: PrivateDatabase): (name: string) => number {
  const select = database.prepare('SELECT fence FROM leases WHERE name = ?');
  return (name) => (select.all(name) as { fence: number }[])[0]?.fence ?? 0;
}

interface LeaseRow {
  readonly fence: number;
  readonly ends_at: number;
}

class EmbeddedLeases implements Leases {
  private readonly select;
  private readonly take;
  private readonly prolong;

  constructor(
    private readonly database: PrivateDatabase,
    private readonly clock: () => number,
  ) {
    this.select = database.prepare('SELECT fence, ends_at FROM leases WHERE name = ?');
    // A lease that has ended keeps its row: the fencing token must not begin anew.
    this.take = database.prepare(
      `INSERT INTO leases (name, fence, ends_at) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET fence = excluded.fence, ends_at = excluded.ends_at`,
    );
    this.prolong = database.prepare('UPDATE leases SET ends_at = ? WHERE name = ? AND fence = ?');
  }

  acquire(name: string, ttlMs: number): Promise<Lease | null> {
    return attempt(() => {
      checkTtl(ttlMs);
      // Looked at without a transaction first: those who wait must not hold up those who write.
      if (this.isHeld(this.find(name))) return null;
      const fence = this.database.transact(() => {
        const row = this.find(name);
        if (this.isHeld(row)) return null;
        const next = (row?.fence ?? 0) + 1;
        this.take.run(name, next, this.clock() + ttlMs);
        return next;
      });
      return fence === null ? null : this.lease(name, fence);
    });
  }

  close(): Promise<void> {
    return attempt(() => this.database.close());
  }

  private lease(name: string, fence: number): Lease {
    const endAt = (time: number): boolean => this.database.run(() => this.prolong.run(time, name, fence)).changes > 0;
    return {
      name,
      fence,
      renew: (ttlMs) =>
        attempt(() => {
          checkTtl(ttlMs);
          return endAt(this.clock() + ttlMs);
        }),
      release: () => attempt(() => void endAt(0)),
    };
  }

  private find(name: string): LeaseRow | undefined {
    return (this.database.run(() => this.select.all(name)) as LeaseRow[])[0];
  }

  /** One that would end later than any lease can was given out before the clock was set back: nobody is to wait for it. */
  private isHeld(row: LeaseRow | undefined): boolean {
    if (row === undefined) return false;
    const left = row.ends_at - this.clock();
    return left > 0 && left <= LONGEST_LEASE_MS;
  }
}

function checkTtl(ttlMs: number): void {
  if (!(ttlMs > 0 && ttlMs <= LONGEST_LEASE_MS))
    throw new RangeError(`A lease lasts up to ${LONGEST_LEASE_MS} ms, not ${ttlMs}.`);
}
