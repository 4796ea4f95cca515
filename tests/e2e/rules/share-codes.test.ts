import { randomBytes } from 'node:crypto';
import { formatShareCode } from '../../../src/domain/values/share-code.js';
import { accountOf, deauthorized, happen } from '../../support/happenings.js';
import { HOUR, MINUTE, movableTime } from '../../support/movable-time.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const unknownCode = (): string => formatShareCode(randomBytes(16));

/** Another character of the alphabet in its place: the check character tells. */
const mistype = (code: string): string => (code.startsWith('A') ? 'C' : 'A') + code.slice(1);

describe('share codes', () => {
  let system: TestSystem;
  let owner: Party;
  let appId: string;
  const time = movableTime();
  beforeAll(async () => {
    system = await startTestSystem();
  });
  beforeEach(async () => {
    owner = await partyOf(system, { lifetimeSeconds: 7 * 86_400 });
    appId = await accountOf(system, owner);
  });
  afterAll(async () => {
    await system.close();
    time.restore();
  });
  const someone = (tenant?: string): Promise<Party> =>
    partyOf(system, { lifetimeSeconds: 7 * 86_400, ...(tenant !== undefined && { tenant }) });

  test('R8: the owner generates 1 to 100 codes at once, and no query shows one again', async () => {
    for (const count of [0, 101]) await owner.isRefused('generateShareCodes', { appId, count }, 'INVALID_INPUT');
    const codes = await owner.codes(appId, 100);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(100);

    const shown = JSON.stringify([
      await owner.query(
        'query ($appId: ID!) { account(appId: $appId) { shareCodes(first: 100) { nodes { id label } } } }',
        {
          appId,
        },
      ),
      await owner.query('{ auditTrail(first: 100) { nodes { data summary } } }'),
    ]);

    for (const { code, label } of codes) {
      expect(shown).not.toContain(code);
      expect(shown).toContain(label);
    }
  });

  test('R9: a used code is dead at that instant', async () => {
    const code = await owner.code(appId);
    const first = await someone();
    await first.redeem(code);

    const second = await (await someone()).ask('redeemShareCode', { code }, '... on ShareCodeAlreadyUsed { byViewer }');

    expect(second).toMatchObject({ code: 'SHARE_CODE_ALREADY_USED', byViewer: false });
  });

  test('R10: an unused code dies 24 hours after generation, at that very moment', async () => {
    const { codes } = await owner.do<{ codes: { code: string; expiresAt: string }[] }>(
      'generateShareCodes',
      { appId, count: 1 },
      'codes { code expiresAt }',
    );
    const [{ code, expiresAt } = { code: '', expiresAt: '' }] = codes;
    const lives = Date.parse(expiresAt) - Date.now();
    expect(lives).toBeLessThanOrEqual(24 * HOUR);
    expect(lives).toBeGreaterThan(24 * HOUR - MINUTE);

    time.forward(24 * HOUR);

    const refusal = await (await someone()).ask('redeemShareCode', { code }, '... on ShareCodeExpired { expiredAt }');
    expect(refusal).toMatchObject({ code: 'SHARE_CODE_EXPIRED', expiredAt: expiresAt });
    expect(await countsOf()).toEqual({ open: 0, redeemed: 0, expired: 1, cancelled: 0 });
  });

  test('R11: refusals are told apart in their order, and spend nothing', async () => {
    const recipient = await someone();
    const refused = (who: Party, code: string, expected: string) =>
      who.isRefused('redeemShareCode', { code }, expected);
    const code = await owner.code(appId);
    const [cancelled] = await owner.codes(appId, 1);
    const spare = await owner.code(appId);
    await owner.do('cancelShareCodes', { appId, labels: [cancelled?.label] });

    await refused(recipient, mistype(code), 'SHARE_CODE_MISTYPED');
    await refused(recipient, unknownCode(), 'SHARE_CODE_UNKNOWN');
    // Cancelled comes before own account.
    await refused(owner, cancelled?.code ?? '', 'SHARE_CODE_CANCELLED');
    await refused(owner, spare, 'OWN_ACCOUNT');
    await recipient.redeem(code);
    // Already shared comes before already used, cancelled and open, also for the code that was used.
    for (const each of [code, cancelled?.code ?? '', spare]) await refused(recipient, each, 'ALREADY_SHARED');
    // Already used comes before own account.
    await refused(owner, code, 'SHARE_CODE_ALREADY_USED');

    await happen(system, [deauthorized({ appId, tenure: 1, owner: owner.tenant })]);
    const late = await someone();
    await refused(late, code, 'SHARE_CODE_ALREADY_USED');
    await refused(late, cancelled?.code ?? '', 'SHARE_CODE_CANCELLED');
    await refused(owner, spare, 'OWN_ACCOUNT');
    await refused(late, spare, 'ACCOUNT_NOT_AUTHORIZED');
    time.forward(24 * HOUR);
    await refused(late, cancelled?.code ?? '', 'SHARE_CODE_CANCELLED');
    await refused(owner, spare, 'SHARE_CODE_EXPIRED');
    await refused(late, spare, 'SHARE_CODE_EXPIRED');
  });

  test('R11: a refused redemption does not spend the code', async () => {
    const code = await owner.code(appId);
    await owner.isRefused('redeemShareCode', { code }, 'OWN_ACCOUNT');
    await (await someone()).isRefused('redeemShareCode', { code: mistype(code) }, 'SHARE_CODE_MISTYPED');

    await (await someone()).redeem(code);
  });

  test('R12: the owner sees what became of its codes, and cancels open ones by label', async () => {
    const codes = await owner.codes(appId, 4);
    const [used, first, second, open] = codes;
    const recipient = await someone();
    await recipient.redeem(used?.code ?? '');
    await owner.do('cancelShareCodes', { appId, labels: [first?.label, second?.label] });

    expect(await countsOf()).toEqual({ open: 1, redeemed: 1, expired: 0, cancelled: 2 });
    const { account } = await owner.query<{ account: { shareCodes: { nodes: object[] } } }>(
      `query ($appId: ID!) { account(appId: $appId) { shareCodes(status: REDEEMED) {
        nodes { label status redeemedBy { id } redeemedAt generatedBy { subject } } } } }`,
      { appId },
    );
    expect(account.shareCodes.nodes).toEqual([
      {
        label: used?.label,
        status: 'REDEEMED',
        redeemedBy: { id: recipient.tenant },
        redeemedAt: expect.any(String) as string,
        generatedBy: { subject: owner.subject },
      },
    ]);
    const again = await owner.ask(
      'cancelShareCodes',
      { appId, labels: [open?.label, used?.label, first?.label, 'nothing'] },
      '... on ShareCodesNotOpen { labels }',
    );
    expect(again).toMatchObject({ code: 'SHARE_CODES_NOT_OPEN', labels: [used?.label, first?.label, 'nothing'] });
    // The whole call or nothing.
    expect(await countsOf()).toMatchObject({ open: 1 });
  });

  test('R13: codes are read aloud and typed: groups, no look-alikes, any case, spaces for dashes', async () => {
    const code = await owner.code(appId);
    expect(code).toMatch(/^([2-9ACDEHJKMPRTVWXY]{4}-){5}[2-9ACDEHJKMPRTVWXY]{4}$/);

    await (await someone()).redeem(` ${code.toLowerCase().replaceAll('-', ' ')} `);
  });

  test('R13: after ten unknown codes within a minute redemptions are refused for a while that doubles', async () => {
    const guesser = await someone();
    const code = await owner.code(appId);
    const guess = async (count: number): Promise<void> => {
      for (; count > 0; count -= 1)
        await guesser.isRefused('redeemShareCode', { code: unknownCode() }, 'SHARE_CODE_UNKNOWN');
    };
    const locked = async (seconds: number): Promise<void> => {
      const refusal = await guesser.ask<{ retryAfterSeconds: number }>(
        'redeemShareCode',
        { code },
        '... on TooManyAttempts { retryAfterSeconds }',
      );
      expect(refusal).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
      expect(refusal.retryAfterSeconds).toBeGreaterThan(seconds - 30);
      expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(seconds);
    };

    // Typos do not count, nor does anything that is not unknown.
    for (let count = 0; count < 12; count += 1) {
      await guesser.isRefused('redeemShareCode', { code: mistype(code) }, 'SHARE_CODE_MISTYPED');
    }
    await guess(10);
    await locked(60);
    // Another tenant is not held up, nor is a typo told otherwise.
    await (await someone()).isRefused('redeemShareCode', { code: unknownCode() }, 'SHARE_CODE_UNKNOWN');
    time.forward(MINUTE);
    await guess(10);
    await locked(120);
    time.forward(2 * MINUTE);
    await guesser.redeem(code);
  });

  test('R13: of twenty unknown codes at the same moment no more than ten are looked at', async () => {
    const guesser = await someone();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => guesser.ask('redeemShareCode', { code: unknownCode() })),
    );

    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'SHARE_CODE_UNKNOWN')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(10);
  });

  async function countsOf(): Promise<unknown> {
    const { account } = await owner.query<{ account: { shareCodeCounts: unknown } }>(
      'query ($appId: ID!) { account(appId: $appId) { shareCodeCounts { open redeemed expired cancelled } } }',
      { appId },
    );
    return account.shareCodeCounts;
  }
});
