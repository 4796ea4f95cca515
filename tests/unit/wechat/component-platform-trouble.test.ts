import { HttpComponentPlatform } from '../../../src/wechat/client/http-component-platform.js';
import { oneHost } from '../../../src/wechat/hosts.js';
import { WeChatUnavailableError } from '../../../src/wechat/component-platform.js';
import type { MakeTokenSource } from '../../../src/wechat/token-source.js';
import { TokenWorld } from '../tokens/token-world.js';
import { json, raw, WeChatApiStub, type Answer } from './wechat-api-stub.js';

const COMPONENT = { appId: 'wx0123456789abcdef', secret: 'component-secret' };
const TOKEN = { component_access_token: 'the-component-token', expires_in: 7200 };
const PRE_AUTH = { pre_auth_code: 'preauthcode@@@1', expires_in: 1800 };

const status =
  (code: number): Answer =>
  (response) =>
    void response.writeHead(code).end('upstream connect error');
const reset: Answer = (response) => void response.destroy();
const never: Answer = () => undefined;

/** WeChat when it does not behave: answers in turn, the last one again and again. */
describe('the component platform in trouble', () => {
  let world: TokenWorld;
  let keepToken: MakeTokenSource;
  let weChat: WeChatApiStub;
  let platform: HttpComponentPlatform;

  beforeAll(async () => {
    world = await TokenWorld.open();
    keepToken = await world.keepToken(COMPONENT.appId);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    weChat = await WeChatApiStub.start({ '/cgi-bin/component/api_component_token': json(TOKEN) });
    platform = new HttpComponentPlatform({
      component: COMPONENT,
      hosts: oneHost(weChat.baseUrl),
      ticket: () => Promise.resolve('ticket@@@1'),
      keepToken,
      clock: world.clock.now,
      timeout: 300,
      retry: { attempts: 3, basePause: 1 },
    });
  });
  afterEach(() => weChat.close());

  const TROUBLE: readonly (readonly [string, Answer])[] = [
    ['HTTP 502', status(502)],
    ['HTTP 404', status(404)],
    ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['no JSON', raw('<html>busy</html>')],
    ['an empty body', raw('')],
    ['JSON of another form', json({ pre_auth_code: 7 })],
    ['a list', json([])],
    ['a broken connection', reset],
    ['system error', json({ errcode: -1, errmsg: 'system error' })],
  ];

  test.each(TROUBLE)('what may be repeated is repeated after %s', async (_, trouble) => {
    weChat.answers = [trouble, trouble, json(PRE_AUTH)];
    expect((await platform.createPreAuthCode()).code).toBe('preauthcode@@@1');
    expect(weChat.asked).toHaveLength(3);
  });

  test.each(TROUBLE)('and given up after three times: %s', async (_, trouble) => {
    weChat.answers = [trouble];
    const error: unknown = await platform.createPreAuthCode().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatUnavailableError);
    expect((error as WeChatUnavailableError).retryAfterSeconds).toBeGreaterThan(0);
    expect(weChat.asked).toHaveLength(3);
  });

  test.each(TROUBLE)('R1: an exchange is never repeated: %s', async (_, trouble) => {
    weChat.answers = [trouble];
    const error: unknown = await platform.queryAuthorization('queryauthcode@@@once').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatUnavailableError);
    expect(String(error)).not.toMatch(/once|the-component-token/);
    expect(weChat.asked).toHaveLength(1);
  });

  test('no answer in time', async () => {
    weChat.answers = [never];
    await expect(platform.queryAuthorization('queryauthcode@@@once')).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      message: 'WeChat did not answer /cgi-bin/component/api_query_auth in 300 ms',
    });
    expect(weChat.asked).toHaveLength(1);
  });

  test('a beginning of an answer is no answer in time either', async () => {
    weChat.answers = [(response) => void response.write('{"authorization_info":')];
    await expect(platform.queryAuthorization('queryauthcode@@@once')).rejects.toBeInstanceOf(WeChatUnavailableError);
  });

  test.each([
    [45009, 3600],
    [45011, 60],
  ])('a limit (%d) is not met with more requests', async (errcode, retryAfterSeconds) => {
    weChat.answers = [json({ errcode, errmsg: 'reach max api daily quota limit' })];
    await expect(platform.createPreAuthCode()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE', retryAfterSeconds });
    expect(weChat.asked).toHaveLength(1);
  });

  test('a token refused for ever is tried with one fresh one', async () => {
    weChat.answers = [json({ errcode: 40001, errmsg: 'invalid credential the-component-token' })];
    const error: unknown = await platform.createPreAuthCode().catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'WeChatConfigurationError', errcode: 40001 });
    expect(String(error)).not.toContain('the-component-token');
    expect(weChat.asked).toHaveLength(2);
  });

  test('what WeChat refuses is not repeated', async () => {
    weChat.answers = [json({ errcode: 61003, errmsg: 'component is not authorized by this account' })];
    await expect(platform.getAuthorizer('wx1')).rejects.toMatchObject({ code: 'WECHAT_REFUSED', errcode: 61003 });
    expect(weChat.asked).toHaveLength(1);
  });

  test('permissions that were left out are not taken for none', async () => {
    const info = { service_type_info: { id: 2 }, verify_type_info: { id: 0 }, user_name: 'gh_0123456789ab' };
    weChat.answers = [json({ authorizer_info: info })];
    expect((await platform.getAuthorizer('wx1')).permissions).toBeNull();
  });

  test('a refresh is repeated when no answer came: it keeps the refresh token', async () => {
    weChat.answers = [
      reset,
      json({ authorizer_access_token: 'access', expires_in: 7200, authorizer_refresh_token: 'refresh' }),
    ];
    expect(await platform.refreshAccessToken('wx1', 'refresh')).toMatchObject({
      accessToken: 'access',
      refreshToken: 'refresh',
    });
    expect(weChat.asked).toHaveLength(2);
  });

  test('a refresh token that WeChat does not repeat is kept', async () => {
    weChat.answers = [json({ authorizer_access_token: 'access', expires_in: 7200 })];
    expect((await platform.refreshAccessToken('wx1', 'refresh')).refreshToken).toBe('refresh');
  });

  test.each(['ok', 'in a normal state'])(
    'tickets are asked for with the secret and without a token: %s',
    async (errmsg) => {
      weChat.answers = [json({ errcode: 0, errmsg })];
      await platform.startPushTicket();
      expect(weChat.asked.map(({ url }) => url.pathname + url.search)).toEqual([
        '/cgi-bin/component/api_start_push_ticket',
      ]);
      expect(JSON.parse(weChat.asked[0]?.body ?? '')).toEqual({
        component_appid: COMPONENT.appId,
        component_secret: COMPONENT.secret,
      });
    },
  );

  test('R29: asking for tickets fails without telling the secret', async () => {
    weChat.answers = [json({ errcode: 40125, errmsg: 'invalid appsecret component-secret' })];
    const error: unknown = await platform.startPushTicket().catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'WeChatConfigurationError', errcode: 40125 });
    expect(String(error)).not.toContain('component-secret');
  });

  test('nobody there', async () => {
    await weChat.close();
    await expect(platform.createPreAuthCode()).rejects.toBeInstanceOf(WeChatUnavailableError);
  });
});
