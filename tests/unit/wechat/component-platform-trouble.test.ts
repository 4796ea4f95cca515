import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpComponentPlatform } from '../../../src/wechat/client/http-component-platform.js';
import { oneHost } from '../../../src/wechat/hosts.js';
import { WeChatUnavailableError } from '../../../src/wechat/component-platform.js';

const TOKEN = { component_access_token: 'the-component-token', expires_in: 7200 };
const PRE_AUTH = { pre_auth_code: 'preauthcode@@@1', expires_in: 1800 };

type Answer = (response: ServerResponse) => void;

const json =
  (value: unknown): Answer =>
  (response) =>
    void response.end(JSON.stringify(value));
const status =
  (code: number): Answer =>
  (response) =>
    void response.writeHead(code).end('upstream connect error');
const raw =
  (text: string): Answer =>
  (response) =>
    void response.end(text);
const reset: Answer = (response) => void response.destroy();
const never: Answer = () => undefined;

/** WeChat when it does not behave: answers in turn, the last one again and again. */
describe('the component platform in trouble', () => {
  let server: Server;
  let answers: Answer[];
  let asked: string[];
  let body: string;
  let platform: HttpComponentPlatform;

  beforeEach(async () => {
    asked = [];
    server = createServer((request: IncomingMessage, response) => {
      const path = request.url ?? '';
      if (path.includes('api_component_token')) {
        json(TOKEN)(response);
        return;
      }
      asked.push(path);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => answer?.(response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    platform = new HttpComponentPlatform({
      component: { appId: 'wx0123456789abcdef', secret: 'component-secret' },
      hosts: oneHost(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      ticket: () => Promise.resolve('ticket@@@1'),
      timeout: 300,
      retry: { attempts: 3, basePause: 1 },
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

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
    answers = [trouble, trouble, json(PRE_AUTH)];
    expect((await platform.createPreAuthCode()).code).toBe('preauthcode@@@1');
    expect(asked).toHaveLength(3);
  });

  test.each(TROUBLE)('and given up after three times: %s', async (_, trouble) => {
    answers = [trouble];
    const error: unknown = await platform.createPreAuthCode().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatUnavailableError);
    expect((error as WeChatUnavailableError).retryAfterSeconds).toBeGreaterThan(0);
    expect(asked).toHaveLength(3);
  });

  test.each(TROUBLE)('R1: an exchange is never repeated: %s', async (_, trouble) => {
    answers = [trouble];
    const error: unknown = await platform.queryAuthorization('queryauthcode@@@once').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatUnavailableError);
    expect(String(error)).not.toMatch(/once|the-component-token/);
    expect(asked).toHaveLength(1);
  });

  test('no answer in time', async () => {
    answers = [never];
    await expect(platform.queryAuthorization('queryauthcode@@@once')).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      message: 'WeChat did not answer /cgi-bin/component/api_query_auth in 300 ms',
    });
    expect(asked).toHaveLength(1);
  });

  test('a beginning of an answer is no answer in time either', async () => {
    answers = [(response) => void response.write('{"authorization_info":')];
    await expect(platform.queryAuthorization('queryauthcode@@@once')).rejects.toBeInstanceOf(WeChatUnavailableError);
  });

  test.each([
    [45009, 3600],
    [45011, 60],
  ])('a limit (%d) is not met with more requests', async (errcode, retryAfterSeconds) => {
    answers = [json({ errcode, errmsg: 'reach max api daily quota limit' })];
    await expect(platform.createPreAuthCode()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE', retryAfterSeconds });
    expect(asked).toHaveLength(1);
  });

  test('a token refused for ever is tried with one fresh one', async () => {
    answers = [json({ errcode: 40001, errmsg: 'invalid credential the-component-token' })];
    const error: unknown = await platform.createPreAuthCode().catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'WeChatConfigurationError', errcode: 40001 });
    expect(String(error)).not.toContain('the-component-token');
    expect(asked).toHaveLength(2);
  });

  test('what WeChat refuses is not repeated', async () => {
    answers = [json({ errcode: 61003, errmsg: 'component is not authorized by this account' })];
    await expect(platform.getAuthorizer('wx1')).rejects.toMatchObject({ code: 'WECHAT_REFUSED', errcode: 61003 });
    expect(asked).toHaveLength(1);
  });

  test('permissions that were left out are not taken for none', async () => {
    const info = { service_type_info: { id: 2 }, verify_type_info: { id: 0 }, user_name: 'gh_0123456789ab' };
    answers = [json({ authorizer_info: info })];
    expect((await platform.getAuthorizer('wx1')).permissions).toBeNull();
  });

  test('a refresh is repeated when no answer came: it keeps the refresh token', async () => {
    answers = [
      reset,
      json({ authorizer_access_token: 'access', expires_in: 7200, authorizer_refresh_token: 'refresh' }),
    ];
    expect(await platform.refreshAccessToken('wx1', 'refresh')).toMatchObject({
      accessToken: 'access',
      refreshToken: 'refresh',
    });
    expect(asked).toHaveLength(2);
  });

  test('a refresh token that WeChat does not repeat is kept', async () => {
    answers = [json({ authorizer_access_token: 'access', expires_in: 7200 })];
    expect((await platform.refreshAccessToken('wx1', 'refresh')).refreshToken).toBe('refresh');
  });

  test.each(['ok', 'in a normal state'])(
    'tickets are asked for with the secret and without a token: %s',
    async (errmsg) => {
      answers = [json({ errcode: 0, errmsg })];
      await platform.startPushTicket();
      expect(asked).toEqual(['/cgi-bin/component/api_start_push_ticket']);
      expect(JSON.parse(body)).toEqual({ component_appid: 'wx0123456789abcdef', component_secret: 'component-secret' });
    },
  );

  test('R29: asking for tickets fails without telling the secret', async () => {
    answers = [json({ errcode: 40125, errmsg: 'invalid appsecret component-secret' })];
    const error: unknown = await platform.startPushTicket().catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'WeChatConfigurationError', errcode: 40125 });
    expect(String(error)).not.toContain('component-secret');
  });

  test('nobody there', async () => {
    answers = [never];
    await new Promise((resolve) => server.close(resolve));
    await expect(platform.createPreAuthCode()).rejects.toBeInstanceOf(WeChatUnavailableError);
  });
});
