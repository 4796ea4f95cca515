import { randomUUID } from 'node:crypto';
import { headOf, logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { confirmAndHold, newAccountAtWeChat, outcomeOf, runFor, startRun } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { toldByNow } from '../../support/happenings.js';
import { pastOf } from '../feeds/documents.js';
import type { Simulator } from '../../../src/wechat/simulator/simulator.js';

const EXCHANGE = '/cgi-bin/component/api_query_auth';
const LONG_AGO = '2001-01-01T00:00:00.000Z';

interface Report {
  readonly authorized: readonly string[];
  readonly deauthorized: readonly string[];
  readonly ownerUnknown: readonly string[];
  readonly released: readonly string[];
  readonly contested: readonly string[];
  readonly cursor: string;
}

describe('what WeChat tells, and what it fails to tell', () => {
  let system: TestSystem;
  let weChat: Simulator;
  let owner: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    weChat = system.simulator;
  });
  beforeEach(async () => {
    owner = await partyOf(system);
  });
  afterAll(() => system.close());

  /** Everything that WeChat has sent so far has been dealt with and is shown. */
  async function dealtWith(): Promise<void> {
    await weChat.settled();
    await system.gongxiang.app.authorizations.pushes.idle();
    await toldByNow(system);
  }
  const statusOf = async (appId: string): Promise<string | undefined> =>
    (
      await owner.query<{ account: { status: string } | null }>(
        'query ($appId: ID!) { account(appId: $appId) { status } }',
        { appId },
      )
    ).account?.status;
  const reconcile = async (input: object = {}): Promise<Report> =>
    (await officerOf(system, 'PLATFORM_ADMIN')).do<Report>(
      'reconcileAuthorizations',
      { ...input },
      'authorized deauthorized ownerUnknown released contested cursor',
    );

  test('R6: accountChanges tells of a cancellation, a resumption and other permissions as WeChat pushes them', async () => {
    const appId = await system.authorize(owner);
    await dealtWith();
    const after = await headOf(system);

    await weChat.cancel(appId);
    await dealtWith();
    await runFor(owner, appId);
    await dealtWith();
    await weChat.changePermissions(appId, [1, 15]);
    await dealtWith();

    const kinds = (await pastOf(system, owner, 'accountChanges', { after })).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['DEAUTHORIZED', 'REAUTHORIZED', 'PERMISSIONS_CHANGED']));
    expect(await statusOf(appId)).toBe('AUTHORIZED');
  });

  test('R1: push and redirect at once, and each twice, exchange the code once and have one outcome', async () => {
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);
    const before = weChat.requests(EXCHANGE);
    const head = await headOf(system);
    weChat.faults.nextDelivery(['duplicate']);

    const redirect = await confirmAndHold(run, appId);
    await Promise.all([fetch(redirect), fetch(redirect)]);
    await dealtWith();

    expect(weChat.requests(EXCHANGE) - before).toBe(1);
    expect(await outcomeOf(owner, run)).toMatchObject({ status: 'AUTHORIZED', account: { appId } });
    expect((await logOf(system, head)).map(({ type }) => type)).toEqual([
      'AuthorizationResultClaimed',
      'AccountAuthorized',
      'AuthorizationSucceeded',
    ]);
  });

  test('R1: where the browser never comes back, the push brings the outcome, and the page shows it', async () => {
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);

    await confirmAndHold(run, appId);
    await dealtWith();

    expect(await outcomeOf(owner, run)).toMatchObject({ status: 'AUTHORIZED', account: { appId } });
    expect(await (await fetch(run.url)).text()).not.toContain('to-wechat');
  });

  test('R1: an answer of WeChat that was cut off is recovered by the push', async () => {
    const run = await startRun(owner);
    const appId = await newAccountAtWeChat(run);
    weChat.faults.next(EXCHANGE, 'halfAnswer');

    const redirect = await confirmAndHold(run, appId);
    await fetch(redirect);
    await dealtWith();
    await system.gongxiang.app.authorizations.carryOn();
    await toldByNow(system);

    expect(await outcomeOf(owner, run)).toMatchObject({ status: 'AUTHORIZED', account: { appId } });
    const kept = await system.gongxiang.engine.vault.get(`grant/${appId}/1`);
    const [granted] = weChat.truth().filter((grant) => grant.appId === appId);
    expect(JSON.parse(kept ?? 'null')).toMatchObject({ refreshToken: granted?.refreshToken });
  });

  test('R6: a cancellation that is older than the newest grant changes nothing', async () => {
    const appId = await system.authorize(owner);
    await dealtWith();
    const { pushes } = system.gongxiang.app.authorizations;

    await pushes.take({ kind: 'unauthorized', appId, createdAt: LONG_AGO }, randomUUID());
    await pushes.idle();
    await toldByNow(system);

    expect(await statusOf(appId)).toBe('AUTHORIZED');
  });

  test('R6: a refresh of the profile finds out that the grant is gone', async () => {
    const appId = await system.authorize(owner);
    await weChat.cancel(appId, 'NONE');

    await owner.isRefused('refreshAccountProfile', { appId }, 'ACCOUNT_NOT_AUTHORIZED');

    await toldByNow(system);
    expect(await statusOf(appId)).toBe('DEAUTHORIZED');
  });

  test('R6: reconciliation finds a cancellation and a grant that no push told of; a dry run changes nothing', async () => {
    const appId = await system.authorize(owner);
    await dealtWith();
    await weChat.cancel(appId, 'NONE');
    const before = await headOf(system);

    expect((await reconcile({ dryRun: true })).deauthorized).toContain(appId);
    expect(await headOf(system)).toBe(before);
    const idempotencyKey = randomUUID();
    const administrator = await officerOf(system, 'PLATFORM_ADMIN');
    const ask = (): Promise<Report> =>
      administrator.do('reconcileAuthorizations', { idempotencyKey }, 'deauthorized authorized cursor');
    const first = await ask();
    expect(first.deauthorized).toContain(appId);
    expect(await statusOf(appId)).toBe('DEAUTHORIZED');
    expect(await ask()).toEqual(first);

    await weChat.authorize({ appId, push: 'NONE' });
    expect((await reconcile()).authorized).toContain(appId);
    expect(await statusOf(appId)).toBe('AUTHORIZED');
  });

  test('R1, R7: reconciliation reports a grant of nobody’s, and leaves released accounts released', async () => {
    const unknown = weChat.addAccount().appId;
    await weChat.authorize({ appId: unknown });
    const miniProgram = weChat.addAccount({ kind: 'MINI_PROGRAM' }).appId;
    await weChat.authorize({ appId: miniProgram });
    const appId = await system.authorize(owner);
    await dealtWith();
    await owner.do('releaseAccount', { appId });

    const report = await reconcile();

    expect(report.ownerUnknown).toContain(unknown);
    expect(report.ownerUnknown).not.toContain(miniProgram);
    expect(report.released).toContain(appId);
    const auditor = await officerOf(system, 'AUDITOR');
    expect(await auditor.query('query ($appId: ID!) { account(appId: $appId) { status } }', { appId })).toEqual({
      account: { status: 'RELEASED' },
    });
  });

  test('R2: what another tenant’s refused run granted resumes nothing, in a reconciliation either', async () => {
    const appId = await system.authorize(owner);
    await dealtWith();
    await weChat.cancel(appId);
    await dealtWith();

    const { refusal } = await runFor(await partyOf(system), appId);
    await dealtWith();
    const report = await reconcile();

    expect(refusal?.code).toBe('ACCOUNT_OWNED_BY_ANOTHER');
    expect(report.contested).toContain(appId);
    expect(await statusOf(appId)).toBe('DEAUTHORIZED');
  });
});
