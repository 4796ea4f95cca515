import { HttpComponentPlatform } from '../../../src/wechat/client/http-component-platform.js';
import { oneHost } from '../../../src/wechat/hosts.js';
import {
  NotAnOfficialAccountError,
  NotAuthorizedError,
  WeChatRefusedError,
} from '../../../src/wechat/component-platform.js';
import { type Simulator, startSimulator } from '../../../src/wechat/simulator/simulator.js';
import { approve, type Approval, codeOf } from './approve.js';
import type { MakeTokenSource } from '../../../src/wechat/token-source.js';
import { TokenWorld } from '../tokens/token-world.js';
import type { ManualClock } from './manual-clock.js';

const REDIRECT = 'https://platform.example/wechat/return/run-1?lang=zh';
const TOKEN_PATH = '/cgi-bin/component/api_component_token';

describe('the component platform, against the simulator', () => {
  let clock: ManualClock;
  let world: Awaited<ReturnType<typeof TokenWorld.open>>;
  let keepToken: MakeTokenSource;
  let simulator: Simulator;
  let platform: HttpComponentPlatform;

  const client = (change: Partial<ConstructorParameters<typeof HttpComponentPlatform>[0]> = {}) =>
    new HttpComponentPlatform({
      component: simulator.component,
      hosts: oneHost(simulator.url),
      ticket: () => simulator.currentTicket(),
      keepToken,
      clock: clock.now,
      retry: { attempts: 3, basePause: 1 },
      ...change,
    });
  const grantedCode = async (appId: string, approval: Approval = {}): Promise<string> => {
    const { code } = await platform.createPreAuthCode();
    return codeOf(await approve(platform.pcAuthorizationUrl(code, REDIRECT), appId, approval));
  };

  beforeEach(async () => {
    world = await TokenWorld.open();
    clock = world.clock;
    simulator = await startSimulator({
      port: 0,
      component: { startDomain: 'platform.example' },
      clock: clock.now,
    });
    keepToken = await world.keepToken(simulator.component.appId);
    platform = client();
  });

  afterEach(async () => {
    await simulator.close();
    await world.close();
  });

  test('R1: from the pre-auth code to the profile', async () => {
    const account = simulator.addAccount({ nickname: '测试物业', principalName: '测试有限公司' });
    const preAuth = await platform.createPreAuthCode();
    expect(preAuth.expiresAt).toBe(new Date(clock.now() + 1_800_000).toISOString());
    const response = await approve(platform.pcAuthorizationUrl(preAuth.code, REDIRECT), account.appId, {
      permissions: [15, 1],
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/platform\.example\/wechat\/return\/run-1\?lang=zh&auth_code=\S+&expires_in=600$/,
    );

    const grant = await platform.queryAuthorization(codeOf(response));
    expect(grant).toMatchObject({ appId: account.appId, permissions: [1, 15] });
    expect(grant.credentials.accessToken).toEqual(expect.any(String));
    expect(grant.credentials.refreshToken).toEqual(expect.any(String));
    expect(grant.credentials.accessTokenExpiresAt).toBe(new Date(clock.now() + 7_200_000).toISOString());

    expect(await platform.getAuthorizer(account.appId)).toEqual({
      profile: {
        nickname: '测试物业',
        avatarUrl: `${simulator.url}/simulator/avatars/${account.appId}`,
        originalId: account.originalId,
        principalName: '测试有限公司',
        kind: 'SERVICE',
        verified: true,
        qrCodeUrl: `${simulator.url}/simulator/qrcodes/${account.appId}`,
        condition: 'NORMAL',
      },
      permissions: [1, 15],
      refreshToken: grant.credentials.refreshToken,
    });
  });

  test('an access token is refreshed, and what comes back is whole', async () => {
    const { appId } = simulator.addAccount();
    const first = (await platform.queryAuthorization(await grantedCode(appId))).credentials;
    clock.advance(7_000);
    const second = await platform.refreshAccessToken(appId, first.refreshToken ?? '');
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.accessTokenExpiresAt).toBe(new Date(clock.now() + 7_200_000).toISOString());
  });

  test('a refresh token of a former grant is refused: 61023', async () => {
    const { appId } = simulator.addAccount();
    const { credentials } = await platform.queryAuthorization(await grantedCode(appId));
    await platform.queryAuthorization(await grantedCode(appId));
    const error: unknown = await platform
      .refreshAccessToken(appId, credentials.refreshToken ?? '')
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'WECHAT_REFUSED', errcode: 61023 });
    expect(String(error)).not.toContain(credentials.refreshToken);
  });

  test('grants are listed page by page, with the refresh tokens of those whose code was exchanged', async () => {
    const [one, other] = [simulator.addAccount(), simulator.addAccount()];
    const { credentials } = await platform.queryAuthorization(await grantedCode(one.appId));
    const grantedAt = new Date(clock.now()).toISOString();
    await grantedCode(other.appId);
    expect(await platform.listAuthorizers(0, 500)).toEqual({
      total: 2,
      authorizers: [
        { appId: one.appId, refreshToken: credentials.refreshToken, grantedAt },
        { appId: other.appId, refreshToken: null, grantedAt },
      ],
    });
    expect(await platform.listAuthorizers(1, 1)).toMatchObject({ total: 2, authorizers: [{ appId: other.appId }] });
  });

  test('the link for a phone works as well', async () => {
    const { appId } = simulator.addAccount();
    const { code } = await platform.createPreAuthCode();
    const url = platform.mobileAuthorizationUrl(code, REDIRECT);
    expect(url).toMatch(
      /\/wxaopen\/safe\/bindcomponent\?action=bindcomponent&no_scan=1&.*&auth_type=1#wechat_redirect$/,
    );
    expect((await platform.queryAuthorization(codeOf(await approve(url, appId)))).appId).toBe(appId);
  });

  test('tokens that WeChat leaves out are null', async () => {
    const { appId } = simulator.addAccount({ apiCapability: false });
    const { credentials } = await platform.queryAuthorization(await grantedCode(appId));
    expect(credentials).toEqual({ accessToken: null, accessTokenExpiresAt: null, refreshToken: null });
  });

  test('a code works once: 61009', async () => {
    const code = await grantedCode(simulator.addAccount().appId);
    await platform.queryAuthorization(code);
    const error: unknown = await platform.queryAuthorization(code).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatRefusedError);
    expect(error).toMatchObject({
      errcode: 61009,
      errmsg: expect.stringMatching(/^code is invalid rid: \S+$/) as string,
    });
    expect(String(error)).not.toContain(code);
  });

  test('a code that is too old: 61010', async () => {
    const code = await grantedCode(simulator.addAccount().appId);
    clock.advance(600);
    await expect(platform.queryAuthorization(code)).rejects.toMatchObject({ code: 'WECHAT_REFUSED', errcode: 61010 });
  });

  test('an account that granted nothing: 61003', async () => {
    const { appId } = simulator.addAccount();
    await expect(platform.getAuthorizer(appId)).rejects.toMatchObject({
      code: 'WECHAT_REFUSED',
      errcode: 61003,
      appId,
    });
    await expect(platform.refreshAccessToken(appId, 'any')).rejects.toBeInstanceOf(NotAuthorizedError);
  });

  test('a mini program is refused', async () => {
    const { appId } = simulator.addAccount({ kind: 'MINI_PROGRAM' });
    await platform.queryAuthorization(await grantedCode(appId, { fields: { auth_type: '3' } }));
    const error: unknown = await platform.getAuthorizer(appId).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotAnOfficialAccountError);
    expect(error).toMatchObject({ code: 'WECHAT_REFUSED', appId });
  });

  test('a token that WeChat forgot is fetched anew, once for all who met it', async () => {
    const { appId } = simulator.addAccount();
    const code = await grantedCode(appId);
    simulator.invalidateComponentTokens();
    // The code is not spent by the refused attempt.
    const [grant] = await Promise.all([platform.queryAuthorization(code), platform.createPreAuthCode()]);
    expect(grant.appId).toBe(appId);
    expect(simulator.requests(TOKEN_PATH)).toBe(2);
  });

  test.each<[string, () => Partial<ConstructorParameters<typeof HttpComponentPlatform>[0]>, number]>([
    ['another ticket', () => ({ ticket: () => Promise.resolve('ticket@@@forged') }), 61006],
    ['another secret', () => ({ component: { appId: simulator.component.appId, secret: 'f'.repeat(32) } }), 40125],
    ['another appId', () => ({ component: { appId: 'wx0000000000000000', secret: 'f'.repeat(32) } }), 40013],
  ])('R29: %s is for the platform’s operator, and the code lives on', async (_, wrong, errcode) => {
    const { appId } = simulator.addAccount();
    const code = await grantedCode(appId);
    await world.vault.erase('component/token');
    const error: unknown = await client(wrong())
      .queryAuthorization(code)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'WeChatConfigurationError', code: 'WECHAT_UNAVAILABLE', errcode });
    expect(String(error)).not.toMatch(/forged|ffff/);
    expect((await platform.queryAuthorization(code)).appId).toBe(appId);
  });

  test('a ticket lives twelve hours', async () => {
    const ticket = await simulator.currentTicket();
    const late = client({ ticket: () => Promise.resolve(ticket) });
    clock.advance(12 * 3_600 - 1);
    await late.createPreAuthCode();
    clock.advance(7_200);
    await expect(late.createPreAuthCode()).rejects.toMatchObject({ errcode: 61005 });
  });
});
