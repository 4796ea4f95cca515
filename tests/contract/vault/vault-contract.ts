import fc from 'fast-check';
import type { Leases } from '../../../src/leases/leases.js';
import type { Vault } from '../../../src/vault/vault.js';

/** One storage; every `open` sees the same. */
export interface VaultHarness {
  open(): Promise<Vault>;
  /** Leases that its fences mean. */
  leases(): Promise<Leases>;
  /** Deletes the storage; what was opened has been closed by then. */
  dispose(): Promise<void>;
}

/** What every adapter of the vault promises. */
export function vaultContract(adapter: string, makeHarness: () => Promise<VaultHarness>): void {
  describe(`vault contract: ${adapter}`, () => {
    let harness: VaultHarness;
    let vaults: { close(): Promise<void> }[];
    const open = async (): Promise<Vault> => {
      const vault = await harness.open();
      vaults.push(vault);
      return vault;
    };

    beforeEach(async () => {
      vaults = [];
      harness = await makeHarness();
    });

    afterEach(async () => {
      await Promise.all(vaults.map((vault) => vault.close()));
      await harness.dispose();
    });

    test('gives back what was put, and null for what never was', async () => {
      const vault = await open();
      await vault.put('grant/wx1/1', 'a secret: 秘密 🔑');
      expect(await vault.get('grant/wx1/1')).toBe('a secret: 秘密 🔑');
      expect(await vault.get('grant/wx1/2')).toBeNull();
    });

    test('replaces under the same name', async () => {
      const vault = await open();
      await vault.put('name', 'first');
      await vault.put('name', 'second');
      expect(await vault.get('name')).toBe('second');
      expect(await vault.names('')).toEqual(['name']);
    });

    test('erases a version only while it is that one', async () => {
      const vault = await open();
      await vault.put('name', 'older');
      const { version } = (await vault.getVersioned('name')) ?? { version: 0 };
      await vault.put('name', 'newer');
      await vault.erase('name', version);
      expect(await vault.get('name')).toBe('newer');
      await vault.erase('name', (await vault.getVersioned('name'))?.version);
      expect(await vault.get('name')).toBeNull();
    });

    test('erases, also what is not there', async () => {
      const vault = await open();
      await vault.put('name', 'secret');
      await vault.erase('name');
      await vault.erase('name');
      expect(await vault.get('name')).toBeNull();
      expect(await vault.names('')).toEqual([]);
    });

    test.each([
      ['', ['a', 'grant/wx1/1', 'grant/wx1/2', 'grant/wx10/1', '票']],
      ['grant/', ['grant/wx1/1', 'grant/wx1/2', 'grant/wx10/1']],
      ['grant/wx1/', ['grant/wx1/1', 'grant/wx1/2']],
      ['grant/wx1/1', ['grant/wx1/1']],
      ['票', ['票']],
      ['GRANT', []],
      ['%', []],
      ['grant.', []],
    ])('names beginning with %j, in order', async (prefix, expected) => {
      const vault = await open();
      for (const name of ['grant/wx10/1', '票', 'grant/wx1/2', 'a', 'grant/wx1/1']) await vault.put(name, 'secret');
      expect(await vault.names(prefix)).toEqual(expected);
    });

    test('survives being closed and opened, and closing twice', async () => {
      const first = await open();
      await first.put('name', 'secret');
      await first.close();
      await first.close();
      expect(await (await open()).get('name')).toBe('secret');
    });

    test('two that are open see each other’s changes', async () => {
      const [one, other] = [await open(), await open()];
      expect(await other.get('name')).toBeNull();
      await one.put('name', 'secret');
      expect(await other.get('name')).toBe('secret');
      await other.erase('name');
      expect(await one.get('name')).toBeNull();
      expect(await one.names('')).toEqual([]);
    });

    test('writers of two that are open do not hinder each other', async () => {
      const both = [await open(), await open()];
      const names = Array.from({ length: 40 }, (_, i) => `n${String(i).padStart(2, '0')}`);
      await Promise.all(names.flatMap((name) => both.map((vault) => vault.put(name, `secret of ${name}`))));
      expect(await both[0]?.names('n')).toEqual(names);
      expect(await both[1]?.get('n39')).toBe('secret of n39');
    });

    test('every time that something is stored it gets another version', async () => {
      const vault = await open();
      expect(await vault.getVersioned('name')).toBeNull();
      const seen = new Set<number>();
      for (let round = 0; round < 3; round += 1) {
        await vault.put('name', 'the same');
        const stored = await vault.getVersioned('name');
        expect(stored?.secret).toBe('the same');
        seen.add(stored?.version ?? -1);
        await vault.erase('name');
      }
      expect(seen.size).toBe(3);
    });

    test('replaces what is still the version expected, and nothing else', async () => {
      const vault = await open();
      await vault.put('name', 'first');
      const { version } = (await vault.getVersioned('name')) ?? { version: -1 };
      expect(await vault.replace('name', 'second', version)).toBe(true);
      expect(await vault.replace('name', 'late', version)).toBe(false);
      expect(await vault.replace('name', 'late', null)).toBe(false);
      expect(await vault.get('name')).toBe('second');
    });

    test('null expects nothing there; a version does not match what was erased', async () => {
      const vault = await open();
      expect(await vault.replace('name', 'first', null)).toBe(true);
      const { version } = (await vault.getVersioned('name')) ?? { version: -1 };
      await vault.erase('name');
      expect(await vault.replace('name', 'risen', version)).toBe(false);
      expect(await vault.get('name')).toBeNull();
    });

    test('with a fence: not once a later lease of that name has been given out', async () => {
      const vault = await open();
      const leases = await harness.leases();
      vaults.push(leases);
      const former = await leases.acquire('refresh', 1_000);
      const fence = { lease: 'refresh', fence: former?.fence ?? -1 };
      expect(await vault.replace('name', 'in time', null, fence)).toBe(true);
      const { version } = (await vault.getVersioned('name')) ?? { version: -1 };
      await former?.release();
      const later = await leases.acquire('refresh', 1_000);
      expect(await vault.replace('name', 'too late', version, fence)).toBe(false);
      expect(await vault.replace('name', 'newest', version, { ...fence, fence: later?.fence ?? -1 })).toBe(true);
      expect(await vault.get('name')).toBe('newest');
    });

    test('a fence of a name that never was leased hinders nothing', async () => {
      const vault = await open();
      expect(await vault.replace('name', 'secret', null, { lease: 'never', fence: 1 })).toBe(true);
    });

    test('of many who replace the same version exactly one does', async () => {
      const [one, other] = [await open(), await open()];
      await one.put('name', 'first');
      const { version } = (await one.getVersioned('name')) ?? { version: -1 };
      const won = await Promise.all(
        Array.from({ length: 40 }, (_, i) => (i % 2 ? one : other).replace('name', `by ${i}`, version)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await other.get('name')).toBe(`by ${won.indexOf(true)}`);
    });

    test('any text is a secret', async () => {
      const vault = await open();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (secret) => {
          await vault.put('name', secret);
          expect(await vault.get('name')).toBe(secret);
        }),
        { numRuns: 50 },
      );
    });
  });
}
