import { setImmediate as nextTurn } from 'node:timers/promises';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import type { Lease, Leases } from '../../../src/leases/leases.js';
import { LeaseBusyError, LeaseLostError, withLease } from '../../../src/leases/with-lease.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const TERMS = { ttl: 60_000, patience: 5_000 };

/** Tells of renewals. */
class Watched implements Leases {
  #renewed: (() => void)[] = [];
  constructor(private readonly leases: Leases) {}

  nextRenewal(): Promise<void> {
    return new Promise((resolve) => this.#renewed.push(resolve));
  }

  async acquire(name: string, ttlMs: number): Promise<Lease | null> {
    const lease = await this.leases.acquire(name, ttlMs);
    if (lease === null) return null;
    const renew = async (ms: number): Promise<boolean> => {
      const held = await lease.renew(ms);
      for (const tell of this.#renewed.splice(0)) tell();
      return held;
    };
    return { ...lease, renew };
  }

  close(): Promise<void> {
    return this.leases.close();
  }
}

describe('work under a lease', () => {
  const folder = temporaryFolder();
  let leases: Leases;
  let other: Leases;

  beforeEach(async () => {
    leases = await openEmbeddedLeases(folder.path);
    other = await openEmbeddedLeases(folder.path);
  });

  afterEach(() => Promise.all([leases.close(), other.close()]));
  afterAll(() => folder.remove());

  test('goes on one after another, each with a higher fence', async () => {
    const fences: number[] = [];
    let atWork = 0;
    await Promise.all(
      [leases, other, leases, other].map((mine) =>
        withLease(mine, 'in-turn', TERMS, async ({ fence }) => {
          expect((atWork += 1)).toBe(1);
          await nextTurn();
          fences.push(fence.fence);
          atWork -= 1;
        }),
      ),
    );
    expect(fences).toEqual([...fences].sort((a, b) => a - b));
    expect(new Set(fences).size).toBe(4);
  });

  test('gives it back when the work fails', async () => {
    const failing = withLease(leases, 'failing', TERMS, () => Promise.reject(new Error('no luck')));
    await expect(failing).rejects.toThrow('no luck');
    expect(await other.acquire('failing', 1_000)).not.toBeNull();
  });

  test('is not waited for beyond one’s patience', async () => {
    await other.acquire('busy', 60_000);
    const error: unknown = await withLease(leases, 'busy', { ttl: 1_000, patience: 30 }, () => Promise.resolve()).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(LeaseBusyError);
    expect(error).toMatchObject({ code: 'LEASE_BUSY', lease: 'busy' });
  });

  test('is renewed for as long as the work takes, and told when the lease is lost', async () => {
    let now = Date.now();
    const embedded = await openEmbeddedLeases(folder.path, { clock: () => now });
    const mine = new Watched(embedded);
    const theirs = await openEmbeddedLeases(folder.path, { clock: () => now });
    await withLease(mine, 'long', { ttl: 30, patience: 0 }, async ({ signal }) => {
      now += 29;
      await mine.nextRenewal();
      now += 29;
      expect(await theirs.acquire('long', 60_000)).toBeNull();
      now += 60;
      expect(await theirs.acquire('long', 60_000)).not.toBeNull();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(signal.reason).toBeInstanceOf(LeaseLostError);
    });
    await Promise.all([mine.close(), theirs.close()]);
  });
});
