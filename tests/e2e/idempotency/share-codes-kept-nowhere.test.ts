import { filesHolding, spellings } from '../../support/files.js';
import { accountOf } from '../../support/happenings.js';
import { newKey, partyOf } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

interface Codes {
  readonly codes: readonly { readonly code: string; readonly label: string; readonly expiresAt: string }[];
}

describe('R8: share codes are shown in one answer, and kept nowhere', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  test('generateShareCodes repeated shows the same codes, also after a restart, and no file holds one', async () => {
    const owner = await partyOf(system);
    const appId = await accountOf(system, owner);
    const input = { appId, count: 20, ...newKey() };
    const generate = (who = owner) => who.do<Codes>('generateShareCodes', input, 'codes { code label expiresAt }');

    const first = await generate();
    expect(new Set(first.codes.map(({ code }) => code)).size).toBe(20);
    expect(await generate()).toEqual(first);
    const [used, cancelled] = first.codes;
    await (await partyOf(system)).redeem(used?.code ?? '');
    await owner.do('cancelShareCodes', { appId, labels: [cancelled?.label] });
    expect(await generate()).toEqual(first);

    await system.restart();
    expect(await generate(owner.at(system))).toEqual(first);

    expect(
      filesHolding(
        system.dataDir,
        first.codes.flatMap(({ code }) => spellings(code)),
      ),
    ).toEqual([]);
    // What is looked for would be found: the labels are in the log.
    expect(filesHolding(system.dataDir, [first.codes[0]?.label ?? ''])).not.toEqual([]);
    // Nor is the key from which they are made again.
    expect(filesHolding(system.dataDir, [input.idempotencyKey])).toEqual([]);
  });

  test('another key, another person and another account give other codes', async () => {
    const owner = await partyOf(system);
    const colleague = await partyOf(system, { tenant: owner.tenant });
    const [appId, another] = [await accountOf(system, owner), await accountOf(system, owner)];
    const key = newKey();
    const codes = [
      await owner.do<Codes>('generateShareCodes', { appId, count: 1, ...key }, 'codes { code }'),
      await owner.do<Codes>('generateShareCodes', { appId, count: 1 }, 'codes { code }'),
      await colleague.do<Codes>('generateShareCodes', { appId, count: 1, ...key }, 'codes { code }'),
      await owner.do<Codes>('generateShareCodes', { appId: another, count: 1 }, 'codes { code }'),
    ];

    expect(new Set(codes.map(({ codes: [first] }) => first?.code)).size).toBe(4);
  });
});
