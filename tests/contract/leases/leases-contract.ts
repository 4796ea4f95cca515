import { LONGEST_LEASE_MS, type Lease, type Leases } from '../../../src/leases/leases.js';

/** One storage; every `open` sees the same, and the same clock. */
export interface LeasesHarness {
  open(): Promise<Leases>;
  advance(milliseconds: number): void;
  /** Deletes the storage; what was opened has been closed by then. */
  dispose(): Promise<void>;
}

const TTL = 10_000;

/** What every adapter of the leases promises. */
export function leasesContract(adapter: string, makeHarness: () => Promise<LeasesHarness>): void {
  describe(`leases contract: ${adapter}`, () => {
    let harness: LeasesHarness;
    let opened: Leases[];
    let one: Leases;
    let other: Leases;
    const open = async (): Promise<Leases> => {
      const leases = await harness.open();
      opened.push(leases);
      return leases;
    };
    const given = async (leases: Leases, name = 'work'): Promise<Lease> => {
      const lease = await leases.acquire(name, TTL);
      if (lease === null) throw new Error(`Nobody was to hold ${name}.`);
      return lease;
    };

    beforeEach(async () => {
      opened = [];
      harness = await makeHarness();
      one = await open();
      other = await open();
    });

    afterEach(async () => {
      await Promise.all(opened.map((leases) => leases.close()));
      await harness.dispose();
    });

    test('one holds it, whoever asks', async () => {
      expect(await given(one)).toMatchObject({ name: 'work' });
      expect(await one.acquire('work', TTL)).toBeNull();
      expect(await other.acquire('work', TTL)).toBeNull();
      expect(await other.acquire('other work', TTL)).not.toBeNull();
    });

    test('of many who ask at once exactly one gets it', async () => {
      const asked = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? one : other).acquire('work', TTL)));
      expect(asked.filter((lease) => lease !== null)).toHaveLength(1);
    });

    test('given back, it is free at once; its fencing token is higher next time', async () => {
      const first = await given(one);
      await first.release();
      const second = await given(other);
      expect(second.fence).toBeGreaterThan(first.fence);
    });

    test('it ends by itself, to the millisecond', async () => {
      const first = await given(one);
      harness.advance(TTL - 1);
      expect(await other.acquire('work', TTL)).toBeNull();
      harness.advance(1);
      expect((await given(other)).fence).toBeGreaterThan(first.fence);
    });

    test('renewed, it lasts from then on', async () => {
      const lease = await given(one);
      harness.advance(TTL - 1);
      expect(await lease.renew(TTL)).toBe(true);
      harness.advance(TTL - 1);
      expect(await other.acquire('work', TTL)).toBeNull();
    });

    test('who has lost it can neither renew nor release it', async () => {
      const lost = await given(one);
      harness.advance(TTL);
      const held = await given(other);
      expect(await lost.renew(TTL)).toBe(false);
      await lost.release();
      expect(await one.acquire('work', TTL)).toBeNull();
      expect(await held.renew(TTL)).toBe(true);
    });

    test('one that ended but that nobody took can be renewed', async () => {
      const lease = await given(one);
      harness.advance(TTL * 2);
      expect(await lease.renew(TTL)).toBe(true);
      expect(await other.acquire('work', TTL)).toBeNull();
    });

    test('the fencing token grows for ever, also after everything was closed', async () => {
      const first = await given(one);
      await first.release();
      await Promise.all(opened.map((leases) => leases.close()));
      expect((await given(await open())).fence).toBeGreaterThan(first.fence);
    });

    test('a clock that was set back does not lock everybody out', async () => {
      await given(one);
      harness.advance(-LONGEST_LEASE_MS);
      expect(await other.acquire('work', TTL)).not.toBeNull();
    });

    test.each([0, -1, NaN, LONGEST_LEASE_MS + 1])('no lease lasts %d ms', async (ttl) => {
      await expect(one.acquire('work', ttl)).rejects.toThrow(RangeError);
      const lease = await given(one);
      await expect(lease.renew(ttl)).rejects.toThrow(RangeError);
    });
  });
}
