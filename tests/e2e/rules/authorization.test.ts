import { headOf, logOf } from '../../support/log.js';
import { MINUTE, movableTime } from '../../support/movable-time.js';
import { partyOf } from '../../support/party.js';
import { confirmAndHold, confirmRun, newAccountAtWeChat, outcomeOf, runFor, startRun } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

describe('authorization', () => {
  let system: TestSystem;
  const time = movableTime();
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(async () => {
    await system.close();
    time.restore();
  });

  /** A run that the administrator has confirmed; WeChat's answer is on its way to us. */
  async function confirmed() {
    const owner = await partyOf(system);
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);
    return { owner, run, appId, redirect: await confirmAndHold(run, appId) };
  }
  const typesSince = async (cursor: Awaited<ReturnType<typeof headOf>>): Promise<string[]> =>
    (await logOf(system, cursor)).map(({ type }) => type);
  const ACCEPTED = ['AuthorizationResultClaimed', 'AccountAuthorized', 'AuthorizationSucceeded'];

  test('R1: the account appears with its profile', async () => {
    const owner = await partyOf(system);
    const { authorization } = await owner.do<{ authorization: object }>(
      'authorizeAccount',
      {},
      'authorization { id status url mobileUrl qrCodeSvg account { appId } refusal { __typename } }',
    );
    expect(authorization).toMatchObject({
      status: 'WAITING',
      mobileUrl: expect.stringContaining('/mobile') as string,
      qrCodeSvg: expect.stringContaining('<svg') as string,
      account: null,
      refusal: null,
    });

    const appId = await system.authorize(owner);

    const { account } = await owner.query<{ account: object }>(
      `query ($appId: ID!) { account(appId: $appId) { nickname avatarUrl originalId principalName kind verified
        permissions { id name } qrCodeUrl status relation } }`,
      { appId },
    );
    expect(account).toEqual({
      nickname: '测试公众号',
      avatarUrl: expect.stringMatching(/^http/) as string,
      originalId: expect.stringMatching(/^gh_/) as string,
      principalName: '测试公众号有限公司',
      kind: 'SERVICE',
      verified: true,
      permissions: expect.arrayContaining([expect.objectContaining({ id: 1 })]) as unknown,
      qrCodeUrl: expect.stringMatching(/^http/) as string,
      status: 'AUTHORIZED',
      relation: 'OWNER',
    });
  });

  test('R1: a result that comes twice counts once', async () => {
    const { owner, run, appId, redirect } = await confirmed();
    const before = await headOf(system);

    for (let count = 0; count < 2; count += 1) await fetch(redirect);

    expect(await typesSince(before)).toEqual(ACCEPTED);
    expect(await outcomeOf(owner, run)).toEqual({ status: 'AUTHORIZED', account: { appId }, refusal: null });
  });

  test('R1: of ten results at once one is claimed, before WeChat’s single-use code is exchanged', async () => {
    const { owner, run, appId, redirect } = await confirmed();
    const before = await headOf(system);

    const pages = await Promise.all(Array.from({ length: 10 }, () => fetch(redirect)));

    expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await typesSince(before)).toEqual(ACCEPTED);
    expect(await outcomeOf(owner, run)).toMatchObject({ status: 'AUTHORIZED', account: { appId } });
  });

  test('R1: a result that comes after the run expired is accepted all the same', async () => {
    const owner = await partyOf(system, { lifetimeSeconds: 86_400 });
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);
    time.forward(29 * MINUTE);
    const redirect = await confirmAndHold(run, appId);
    time.forward(2 * MINUTE);
    expect((await outcomeOf(owner, run)).status).toBe('EXPIRED');

    await fetch(redirect);

    expect(await outcomeOf(owner, run)).toEqual({ status: 'AUTHORIZED', account: { appId }, refusal: null });
  });

  test('R1: a code that WeChat does not know refuses the run, with WeChat’s words', async () => {
    const owner = await partyOf(system);
    const run = await startRun(owner);

    await fetch(`${system.gongxiang.url}/wechat/authorized/${run.id}?auth_code=forged&expires_in=600`);

    expect(await outcomeOf(owner, run)).toMatchObject({
      status: 'REFUSED',
      account: null,
      refusal: { code: 'WECHAT_REFUSED' },
    });
  });

  test('R2: another tenant’s authorization is refused, suggests a share code, and ownership does not move', async () => {
    const owner = await partyOf(system);
    const other = await partyOf(system);
    const appId = await system.authorize(owner);
    const before = await headOf(system);

    const outcome = await runFor(other, appId);

    expect(outcome).toMatchObject({ status: 'REFUSED', account: null, refusal: { code: 'ACCOUNT_OWNED_BY_ANOTHER' } });
    expect(outcome.refusal?.message).toMatch(/share code/i);
    // WeChat has replaced the grant: the new one is kept for the owner.
    expect(await typesSince(before)).toEqual([
      'AuthorizationStarted',
      'AuthorizationResultClaimed',
      'AccountGrantRenewed',
      'AuthorizationRefused',
    ]);
    const ask = 'query ($appId: ID!) { account(appId: $appId) { relation status } }';
    expect(await owner.query(ask, { appId })).toEqual({ account: { relation: 'OWNER', status: 'AUTHORIZED' } });
    expect(await other.query(ask, { appId })).toEqual({ account: null });
    await owner.do('refreshAccountProfile', { appId });
  });

  test('R3: subscription and unverified accounts are accepted, with advisories', async () => {
    const owner = await partyOf(system);
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run, { nickname: '订阅号', kind: 'SUBSCRIPTION', verified: false });

    await confirmRun(run, appId);

    expect(
      await owner.query('query ($appId: ID!) { account(appId: $appId) { status kind verified advisories } }', {
        appId,
      }),
    ).toEqual({
      account: {
        status: 'AUTHORIZED',
        kind: 'SUBSCRIPTION',
        verified: false,
        advisories: ['UNVERIFIED', 'SUBSCRIPTION_ACCOUNT', 'NO_PAYMENT_INTERFACE'],
      },
    });
  });
});
