import type { KeyChecks } from '../../../src/vault/check-keys.js';
import type { VaultKeys } from '../../../src/vault/key-ring.js';
import { rotate, type KeyRotation } from '../../../src/vault/key-rotation.js';
import type { Vault } from '../../../src/vault/vault.js';

/** One storage; whatever is opened sees the same. */
export interface KeyRotationHarness {
  vault(keys: VaultKeys): Promise<Vault>;
  rotation(keys: VaultKeys, checks: KeyChecks): Promise<KeyRotation>;
  /** Deletes the storage; what was opened has been closed by then. */
  dispose(): Promise<void>;
}

const key = (fill: number): Buffer => Buffer.alloc(32, fill);
const FORMER: VaultKeys = { keys: new Map([[1, key(1)]]), current: 1 };
const NEW: VaultKeys = { keys: new Map([[2, key(2)]]), current: 2 };
const BOTH_KEYS = new Map([...NEW.keys, ...FORMER.keys]);
const BOTH: VaultKeys = { keys: BOTH_KEYS, current: 2 };
/** A server that was not told yet which one comes first. */
const FORMER_FIRST: VaultKeys = { keys: BOTH_KEYS, current: 1 };

const NAMES = Array.from({ length: 60 }, (_, i) => `n${String(i).padStart(2, '0')}`);
const quiet = (): void => undefined;

/** What every adapter of the rotation promises, beside a vault of the same storage. */
export function keyRotationContract(adapter: string, makeHarness: () => Promise<KeyRotationHarness>): void {
  describe(`key rotation contract: ${adapter}`, () => {
    let harness: KeyRotationHarness;
    let opened: { close(): Promise<void> }[];
    const add = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
      const one = await opening;
      opened.push(one);
      return one;
    };
    const open = (keys: VaultKeys): Promise<Vault> => add(harness.vault(keys));
    const rotation = (keys = BOTH, mayBeNew = true): Promise<KeyRotation> => add(harness.rotation(keys, { mayBeNew }));
    const versionOf = async (vault: Vault, name: string): Promise<number> =>
      (await vault.getVersioned(name))?.version ?? -1;

    beforeEach(async () => {
      opened = [];
      harness = await makeHarness();
      const vault = await open(FORMER);
      for (const name of NAMES) await vault.put(name, `secret of ${name}`);
    });

    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      await harness.dispose();
    });

    test('then the new key is enough, and the former one no longer is', async () => {
      const steps: number[] = [];
      const report = await rotate(await rotation(), (done, total) => {
        expect(total).toBe(NAMES.length);
        steps.push(done);
      });
      expect(report).toEqual({
        resealed: NAMES.length,
        damaged: [],
        usage: [{ version: 2, secrets: NAMES.length }],
        removable: [1],
      });
      expect(steps.at(-1)).toBe(NAMES.length);
      expect(steps.length).toBeGreaterThan(1);
      const vault = await open(NEW);
      for (const name of NAMES) expect(await vault.get(name)).toBe(`secret of ${name}`);
      await expect(open(FORMER)).rejects.toMatchObject({ code: 'VAULT_KEY', problem: 'MISSING', version: 2 });
    });

    test('again, there is nothing to do', async () => {
      await rotate(await rotation(), quiet);
      const report = await rotate(await rotation(), quiet);
      expect(report).toMatchObject({ resealed: 0, removable: [1] });
    });

    test('stopped anywhere it goes on another time; until then both keys are needed', async () => {
      const first = await rotation();
      const { last } = await first.reseal(null, 15);
      await first.reseal(last, 15);
      await first.close();
      const second = await rotation();
      expect(await second.usage()).toEqual([
        { version: 1, secrets: 30 },
        { version: 2, secrets: 30 },
      ]);
      for (const keys of [FORMER, NEW]) await expect(open(keys)).rejects.toMatchObject({ problem: 'MISSING' });
      expect(await (await open(BOTH)).get('n00')).toBe('secret of n00');
      expect(await rotate(second, quiet)).toMatchObject({ resealed: 30, removable: [1] });
      expect(await (await open(NEW)).names('')).toEqual(NAMES);
    });

    test('a secret stays in its version: who read it before replaces it afterwards', async () => {
      const vault = await open(BOTH);
      const version = await versionOf(vault, 'n00');
      await rotate(await rotation(), quiet);
      expect(await versionOf(vault, 'n00')).toBe(version);
      expect(await vault.replace('n00', 'refreshed', version)).toBe(true);
      expect(await vault.get('n00')).toBe('refreshed');
    });

    test('while others write, nothing of theirs is lost and nothing erased comes back', async () => {
      const vault = await open(BOTH);
      const rotating = rotate(await rotation(), quiet);
      const writing = NAMES.map(async (name, i) => {
        if (i % 3 === 0) await vault.put(name, `newer ${name}`);
        if (i % 3 === 1) await vault.erase(name);
      });
      await Promise.all([rotating, ...writing]);
      const after = await open(NEW);
      for (const [i, name] of NAMES.entries())
        expect(await after.get(name)).toBe([`newer ${name}`, null, `secret of ${name}`][i % 3]);
    });

    test('what others still seal with the former key is told, and done another time', async () => {
      const vault = await open(FORMER_FIRST);
      const one = await rotation();
      const report = await rotate(
        {
          ...{ current: one.current, versions: one.versions, close: () => one.close() },
          reseal: (after, limit) => one.reseal(after, limit),
          usage: async () => {
            await vault.put('n00', 'sealed late');
            return one.usage();
          },
        },
        quiet,
      );
      expect(report.usage).toEqual([
        { version: 1, secrets: 1 },
        { version: 2, secrets: NAMES.length - 1 },
      ]);
      expect(report.removable).toEqual([]);
      expect(await rotate(await rotation(), quiet)).toMatchObject({ resealed: 1, removable: [1] });
      expect(await (await open(NEW)).get('n00')).toBe('sealed late');
    });

    test('two at once do it together', async () => {
      const reports = await Promise.all([await rotation(), await rotation()].map((one) => rotate(one, quiet)));
      expect(reports.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(NAMES.length);
      expect(await (await open(NEW)).names('')).toEqual(NAMES);
    });

    test.each<[string, VaultKeys, object]>([
      ['a wrong key', { keys: new Map([...NEW.keys, [1, key(9)]]), current: 2 }, { problem: 'WRONG', version: 1 }],
      ['a missing key', NEW, { problem: 'MISSING', version: 1 }],
    ])('%s is refused by its version, and nothing happens', async (_, keys, expected) => {
      await expect(rotation(keys)).rejects.toMatchObject({ code: 'VAULT_KEY', ...expected });
      expect(await (await rotation(FORMER)).usage()).toEqual([{ version: 1, secrets: NAMES.length }]);
    });

    test('a key that no server was started with is refused where one may be running', async () => {
      await expect(rotation(BOTH, false)).rejects.toMatchObject({ problem: 'UNKNOWN', version: 2 });
      await open(FORMER_FIRST);
      await expect(rotation(BOTH, false)).resolves.toBeDefined();
    });
  });
}
