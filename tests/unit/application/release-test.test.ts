import { ReleaseTest } from '../../../src/application/release-test/release-test.js';
import { callbackReceiver } from '../../../src/application/callbacks/receiver.js';
import type { ComponentPush, ResidentMessage } from '../../../src/wechat/callbacks/receiver.js';
import { WeChatRefusedError, WeChatUnavailableError, type Grant } from '../../../src/wechat/component-platform.js';
import { isReleaseTestAccount } from '../../../src/wechat/release-test-accounts.js';
import { Turns } from '../../../src/application/deciding/turns.js';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import type { Leases } from '../../../src/leases/leases.js';
import { openScratchVault } from '../../../scripts/support/scratch-vault.js';
import type { Vault } from '../../../src/vault/vault.js';
import { RELEASE_TEST_PAIRS } from '../../../src/wechat/simulator/release-test-accounts.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const appId = 'wx570bc396a51b8ff8';
const originalId = 'gh_3c884a361561';
const TESTER = 'o-tester';
const CODE = 'queryauthcode@@@one';

const message = (given: Partial<ResidentMessage>): ResidentMessage => ({
  toUserName: originalId,
  fromUserName: TESTER,
  createTime: 1_700_000_000,
  type: 'text',
  content: null,
  messageId: '1',
  event: null,
  eventKey: null,
  ...given,
});
const text = (content: string) => message({ content });
const askApi = (code = CODE) => text(`QUERY_AUTH_CODE:${code}`);

const NOON = '2026-11-01T12:00:00.000Z';
const ONE_O_CLOCK = '2026-11-01T13:00:00.000Z';
type OfAccount = Extract<ComponentPush, { readonly appId: string }>;
const authorized = (authorizationCode = CODE, createdAt = NOON): OfAccount => ({
  kind: 'authorized',
  createdAt,
  appId,
  authorizationCode,
  preAuthCode: null,
});
const unauthorized = (createdAt: string): OfAccount => ({ kind: 'unauthorized', createdAt, appId });

/** WeChat, as far as it takes each code once, and tokens that belong to codes. */
class WeChat {
  readonly spent: string[] = [];
  readonly sent: (readonly [token: string, to: string, text: string])[] = [];
  isDown = false;
  /** Exchanges wait for it. */
  gate: Promise<void> = Promise.resolve();

  async queryAuthorization(code: string): Promise<Grant> {
    await this.gate;
    if (this.isDown) throw new WeChatUnavailableError('WeChat cannot be reached', 5);
    if (this.spent.includes(code)) throw new WeChatRefusedError(61009, 'code is invalid');
    this.spent.push(code);
    const credentials = { accessToken: `token of ${code}`, accessTokenExpiresAt: null, refreshToken: 'refresh' };
    return { appId, permissions: [1], credentials };
  }

  sendText(...sent: [string, string, string]): Promise<void> {
    this.sent.push(sent);
    return Promise.resolve();
  }
}

describe('WeChat’s release test', () => {
  const folder = temporaryFolder();
  let vault: Vault;
  let leases: Leases;
  let wechat: WeChat;
  let failures: unknown[];
  let test: ReleaseTest;
  const start = (): ReleaseTest =>
    new ReleaseTest({
      platform: wechat,
      vault,
      customerService: wechat,
      turns: new Turns(leases),
      onFailure: (_, error) => failures.push(error),
    });

  beforeAll(async () => {
    vault = await openScratchVault(folder.path);
    leases = await openEmbeddedLeases(folder.path);
  });
  beforeEach(async () => {
    for (const name of await vault.names('release-test/')) await vault.erase(name);
    wechat = new WeChat();
    failures = [];
    test = start();
  });
  afterAll(async () => {
    await vault.close();
    await leases.close();
    folder.remove();
  });

  it('answers the plain text', async () => {
    expect(await test.message(appId, text('TESTCOMPONENT_MSG_TYPE_TEXT'))).toEqual({
      type: 'TEXT',
      text: 'TESTCOMPONENT_MSG_TYPE_TEXT_callback',
    });
  });

  it('answers any event with its name', async () => {
    const event = message({ type: 'event', event: 'LOCATION' });
    expect(await test.message(appId, event)).toEqual({ type: 'TEXT', text: 'LOCATIONfrom_callback' });
  });

  it('says nothing to anything else', async () => {
    expect(await test.message(appId, text('你好'))).toBeNull();
    expect(await test.message(appId, message({ type: 'image' }))).toBeNull();
  });

  it('answers nothing to the code at once, and sends the text by customer service behind', async () => {
    let open = (): void => undefined;
    wechat.gate = new Promise((resolve) => (open = resolve));
    expect(await test.message(appId, askApi())).toBeNull();
    expect(wechat.sent).toEqual([]);
    open();
    await test.idle();
    expect(wechat.sent).toEqual([[`token of ${CODE}`, TESTER, `${CODE}_from_api`]]);
    expect(failures).toEqual([]);
  });

  it('takes the token of the push where the push has spent the code', async () => {
    await test.push(authorized());
    await test.message(appId, askApi());
    await test.idle();
    expect(wechat.spent).toEqual([CODE]);
    expect(wechat.sent).toEqual([[`token of ${CODE}`, TESTER, `${CODE}_from_api`]]);
  });

  it('takes the token that it has for a code that was spent elsewhere, and keeps that code in the text', async () => {
    wechat.spent.push('other');
    await test.push(authorized());
    await test.message(appId, askApi('other'));
    await test.idle();
    expect(wechat.sent).toEqual([[`token of ${CODE}`, TESTER, 'other_from_api']]);
  });

  it('tells of a code without any token, and says nothing of who sent it', async () => {
    wechat.spent.push(CODE);
    await test.message(appId, askApi());
    await test.idle();
    expect(wechat.sent).toEqual([]);
    expect(String(failures)).toMatch(/no access token/);
    expect(String(failures)).not.toContain(TESTER);
    expect(String(failures)).not.toContain(CODE);
  });

  it('exchanges the code of a push once, however often it is told', async () => {
    await test.push(authorized());
    await test.push(authorized());
    await test.idle();
    await test.push(authorized());
    await test.idle();
    expect(wechat.spent).toEqual([CODE]);
    expect(failures).toEqual([]);
  });

  it('has a pushed code on disk before it is acknowledged, and carries on after a crash', async () => {
    wechat.isDown = true;
    await test.push(authorized());
    await test.idle();
    expect(failures).toHaveLength(1);
    wechat.isDown = false;
    const next = start();
    await next.resume();
    await next.idle();
    await next.message(appId, askApi());
    await next.idle();
    expect(wechat.sent.map(([token]) => token)).toEqual([`token of ${CODE}`]);
  });

  const kept = async (): Promise<unknown> => JSON.parse((await vault.get(`release-test/${appId}`)) ?? 'null');
  const cancelled = { since: ONE_O_CLOCK, waiting: null, exchanged: null, credentials: null };

  it('begins nothing once it is closed: a code would be spent for nothing', async () => {
    wechat.isDown = true;
    await test.push(authorized());
    await test.close();
    wechat.isDown = false;
    await test.resume();
    await test.idle();
    expect(wechat.spent).toEqual([]);
  });

  it('R29: erases the credentials when the account cancels', async () => {
    await test.push(authorized());
    await test.idle();
    expect(await vault.names('release-test/')).toEqual([`release-test/${appId}`]);
    await test.push(unauthorized(ONE_O_CLOCK));
    await test.push(unauthorized(ONE_O_CLOCK));
    expect(await kept()).toEqual(cancelled);
  });

  it('is not revived by a push from before the cancellation that comes late', async () => {
    await test.push(unauthorized(ONE_O_CLOCK));
    await test.push(authorized('older', NOON));
    await test.idle();
    expect(wechat.spent).toEqual([]);
    expect(await kept()).toEqual(cancelled);
  });

  it('keeps nothing of an exchange that a cancellation overtook', async () => {
    let open = (): void => undefined;
    wechat.gate = new Promise((resolve) => (open = resolve));
    await test.push(authorized());
    await test.push(unauthorized(ONE_O_CLOCK));
    open();
    await test.idle();
    expect(await kept()).toEqual(cancelled);
  });

  it('ignores a cancellation, and a code, from before the newest grant', async () => {
    await test.push(authorized('newer', ONE_O_CLOCK));
    await test.push(unauthorized(NOON));
    await test.push(authorized('older', NOON));
    await test.idle();
    expect(wechat.spent).toEqual(['newer']);
    expect(await vault.names('release-test/')).toHaveLength(1);
  });

  it('R26: keeps nothing that a message said', async () => {
    await test.message(appId, askApi());
    await test.idle();
    const kept = (await vault.get(`release-test/${appId}`)) ?? '';
    expect(kept).not.toContain(TESTER);
    expect(JSON.parse(kept)).toMatchObject({ waiting: null });
    expect(kept.replace(`token of ${CODE}`, '')).not.toContain(CODE);
  });

  it('does not do more than twenty things behind the answers at once', async () => {
    let open = (): void => undefined;
    wechat.gate = new Promise((resolve) => (open = resolve));
    for (let sent = 0; sent < 25; sent += 1) await test.message(appId, askApi(`code ${sent}`));
    expect(failures).toHaveLength(5);
    open();
    await test.idle();
    expect(wechat.sent).toHaveLength(20);
  });

  it.each(
    RELEASE_TEST_PAIRS.flatMap(({ officialAccount, miniProgram }) =>
      [officialAccount, miniProgram].map(({ appId, originalId }) => [appId, originalId] as const),
    ),
  )('takes messages to %s as %s, past all tenants', async (testAccount, toUserName) => {
    const asked: string[] = [];
    const residents = { answer: (other: string) => Promise.resolve(asked.push(other)).then(() => null) };
    const noPushes = { keep: () => Promise.resolve(), take: () => Promise.resolve() };
    const parts = { tickets: noPushes, pushes: noPushes, residents, releaseTest: test };
    const receiver = callbackReceiver(parts);
    expect(isReleaseTestAccount(testAccount)).toBe(true);
    const plain = { ...text('TESTCOMPONENT_MSG_TYPE_TEXT'), toUserName };
    expect(await receiver.message(testAccount, plain)).toMatchObject({ type: 'TEXT' });
    const elsewhere = receiver.message(testAccount, { ...plain, toUserName: 'gh_another' });
    await expect(elsewhere).rejects.toMatchObject({ reason: 'OTHER_ACCOUNT' });
    expect(await receiver.message('wx0123456789abcdef', plain)).toBeNull();
    expect(asked).toEqual(['wx0123456789abcdef']);
  });
});
