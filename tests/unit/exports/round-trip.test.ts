import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { generateLog } from '../../../scripts/generate/generate.js';
import { openEmbeddedSealReader, openEmbeddedSeals } from '../../../src/audit/embedded/embedded-seals.js';
import { Sealer } from '../../../src/audit/sealer.js';
import { AuditSigner } from '../../../src/audit/signing.js';
import { CommandReusedError } from '../../../src/event-store/errors.js';
import { openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { AppendRequest, EventStore } from '../../../src/event-store/port.js';
import { everything } from '../../contract/event-store/consume.js';
import { metadata } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { exported, imported } from './exported.js';

/** What happens to a log: a command of so many events on some of the streams, the log sealed, or the key replaced. */
type Step =
  | { readonly kind: 'append'; readonly streams: readonly number[]; readonly data: unknown; readonly later: number }
  | { readonly kind: 'seal' }
  | { readonly kind: 'key' };

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => one.isWellFormed());
const json = fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' }).filter((one) => JSON.stringify(one).isWellFormed());
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        streams: fc.array(fc.nat(6), { minLength: 1, maxLength: 90 }),
        data: fc.dictionary(text, json, { maxKeys: 4 }),
        later: fc.nat(100_000),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'seal' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'key' as const }) },
  ),
  { minLength: 1, maxLength: 14 },
);

/** A product's command: what it writes carries its id and fingerprint. */
function command(number: number, { streams, data }: Extract<Step, { kind: 'append' }>, at: number): AppendRequest {
  const common = metadata({
    occurredAt: new Date(at).toISOString(),
    commandId: `command-${number}`,
    fingerprint: `fingerprint-${number}`,
  });
  return {
    command: { id: common.commandId, fingerprint: common.fingerprint },
    records: streams.map((stream, n) => ({
      stream: `tenant-t${stream}`,
      event: {
        id: `e-${number}-${n}`,
        type: 'Happened',
        data: { data },
        metadata: { ...common, tenant: `t${stream}` },
      },
    })),
    checks: [],
  };
}

const newSigner = (): AuditSigner => new AuditSigner(generateKeyPairSync('ed25519').privateKey);

async function write(folder: string, happenings: readonly Step[]): Promise<readonly AppendRequest[]> {
  const requests: AppendRequest[] = [];
  const log = await openEmbeddedEventStore(folder);
  const seals = await openEmbeddedSeals(folder);
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  let sealer = await Sealer.start({ log, seals, signer: newSigner(), now: () => now });
  for (const step of happenings) {
    if (step.kind === 'append') {
      now += step.later;
      const request = command(requests.length, step, now);
      requests.push(request);
      await log.append(request);
    } else if (step.kind === 'seal') await sealer.seal();
    else {
      now += 1;
      sealer = await Sealer.start({ log, seals, signer: newSigner(), now: () => now });
    }
  }
  await seals.close();
  await log.close();
  return requests;
}

const allOf = async (folder: string) => {
  const store = await openEmbeddedEventStore(folder);
  try {
    return { installation: store.installation, head: await store.head(), events: await everything(store) };
  } finally {
    await store.close();
  }
};

const storeIn = async (folder: string, use: (store: EventStore) => Promise<void>): Promise<void> => {
  const store = await openEmbeddedEventStore(folder);
  try {
    await use(store);
  } finally {
    await store.close();
  }
};

describe('what was exported and imported', () => {
  it('is exported again byte by byte, whatever the log holds and however it was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5_000 }), async (happenings, chunk) => {
        const [one, other] = [temporaryFolder(), temporaryFolder()];
        try {
          await write(one.path, happenings);
          const first = await exported(one.path);
          await imported(first, other.path, chunk);
          expect(await exported(other.path)).toBe(first);
          expect(await allOf(other.path)).toEqual(await allOf(one.path));
        } finally {
          one.remove();
          other.remove();
        }
      }),
      { numRuns: 20 },
    );
  });

  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const inside = (name: string): string => join(folder.path, name);

  it('is exported again byte by byte: a generated log, with a thousand events a command and with none sealed', async () => {
    const happenings: Step[] = [
      { kind: 'append', streams: Array.from({ length: 1_000 }, (_, n) => n % 7), data: {}, later: 1 },
      { kind: 'seal' },
    ];
    await write(inside('large'), happenings);
    await generateLog({ dataDir: inside('generated'), events: 3_000, seed: 5, onProgress: () => undefined });
    for (const name of ['large', 'generated']) {
      const first = await exported(inside(name));
      await imported(first, inside(`${name}-again`));
      expect(await exported(inside(`${name}-again`))).toBe(first);
    }
  });

  it('keeps used idempotency keys used, seals on from where it was, and takes what comes', async () => {
    const append = (number: number): Step => ({ kind: 'append', streams: [number, 1], data: {}, later: 5 });
    const requests = await write(inside('used'), [append(0), { kind: 'seal' }, append(2), { kind: 'seal' }, append(3)]);
    await imported(await exported(inside('used')), inside('used-again'));
    await storeIn(inside('used-again'), async (store) => {
      for (const request of requests) {
        expect(await store.append(request)).toMatchObject({ repeated: true });
        expect((await store.outcomeOf(request.command.id))?.events).toHaveLength(request.records.length);
        const reused = { ...request, command: { ...request.command, fingerprint: 'another' } };
        await expect(store.append(reused)).rejects.toThrow(CommandReusedError);
      }
      const next = command(99, { kind: 'append', streams: [1], data: {}, later: 0 }, Date.now());
      expect(await store.append(next)).toMatchObject({ repeated: false });
      const seals = await openEmbeddedSeals(inside('used-again'));
      await (await Sealer.start({ log: store, seals, signer: newSigner(), now: Date.now })).seal();
      expect(await seals.newestSeal()).toMatchObject({ number: 3, treeSize: 7 });
      await seals.close();
    });
  });

  it('has the seals and keys of before', async () => {
    const steps: Step[] = [{ kind: 'append', streams: [1], data: {}, later: 5 }, { kind: 'seal' }, { kind: 'key' }];
    await write(inside('sealed'), steps);
    await imported(await exported(inside('sealed')), inside('sealed-again'));
    const told = async (name: string) => {
      const reader = await openEmbeddedSealReader(inside(name));
      const all = { seals: await reader.seals(0, 10), keys: await reader.keys(), extent: await reader.extent() };
      await reader.close();
      return all;
    };
    const before = await told('sealed');
    expect(before.keys).toHaveLength(2);
    expect(await told('sealed-again')).toEqual(before);
  });

  it('takes the place of a log in which nothing has happened, and of what was made from it', async () => {
    await write(inside('source'), [{ kind: 'append', streams: [1, 2], data: {}, later: 5 }, { kind: 'seal' }]);
    await write(inside('begun'), [{ kind: 'seal' }]);
    const first = await exported(inside('source'));
    await imported(first, inside('begun'));
    expect(await exported(inside('begun'))).toBe(first);
    expect(existsSync(join(inside('begun'), 'readmodels.db'))).toBe(false);
  });
});
