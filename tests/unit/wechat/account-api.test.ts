import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { AccountToken } from '../../../src/wechat/client/account-tokens.js';
import { HttpAccountApi } from '../../../src/wechat/client/http-account-api.js';
import { NotAuthorizedError, WeChatRefusedError } from '../../../src/wechat/component-platform.js';

const MENU = { button: [{ name: '报修', type: 'click', key: 'repair' }] };
const DONE = { errcode: 0, errmsg: 'ok' };
const WRITE = {
  method: 'POST',
  path: '/cgi-bin/menu/create',
  body: MENU,
  shape: z.object({}),
  repeatable: false,
} as const;
const READ = {
  method: 'GET',
  path: '/cgi-bin/menu/get',
  shape: z.object({ menu: z.object({}) }),
  repeatable: true,
} as const;

describe('calls in an account’s name', () => {
  let server: Server;
  let api: HttpAccountApi;
  let answers: object[];
  let asked: { method: string; url: URL; body: string }[];
  let told: unknown[];

  beforeEach(async () => {
    asked = [];
    told = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        asked.push({ method: request.method ?? '', url: new URL(request.url ?? '', 'http://wechat'), body });
        response.end(JSON.stringify(answers.length > 1 ? answers.shift() : answers[0]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    let issued = 1;
    api = new HttpAccountApi(
      {
        api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        timeout: 1_000,
        retry: { attempts: 3, basePause: 1 },
      },
      {
        get: () => Promise.resolve({ token: `the-token-${issued}`, grant: 3 }),
        refused: (appId: string, { token }: AccountToken) => {
          told.push(['refused', appId, token]);
          issued += 1;
          return Promise.resolve();
        },
        notAuthorized: (appId: string, { grant }: AccountToken) => void told.push(['not authorized', appId, grant]),
      },
    );
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const tokensSent = (): (string | null)[] => asked.map(({ url }) => url.searchParams.get('access_token'));

  test('a POST carries its body in raw UTF-8 and the token in the address', async () => {
    answers = [DONE];
    await api.call('wx1', WRITE);
    expect(asked).toMatchObject([
      { method: 'POST', url: { pathname: '/cgi-bin/menu/create' }, body: JSON.stringify(MENU) },
    ]);
    expect(asked[0]?.body).toContain('报修');
    expect(tokensSent()).toEqual(['the-token-1']);
  });

  test('a GET has no body', async () => {
    answers = [{ menu: MENU }];
    await api.call('wx1', READ);
    expect(asked).toMatchObject([{ method: 'GET', url: { pathname: '/cgi-bin/menu/get' }, body: '' }]);
  });

  test.each([40001, 40014, 42001])('%d: the token is given up and the call made once more', async (errcode) => {
    answers = [{ errcode, errmsg: 'invalid credential' }, DONE];
    await api.call('wx1', WRITE);
    expect(tokensSent()).toEqual(['the-token-1', 'the-token-2']);
    expect(told).toEqual([['refused', 'wx1', 'the-token-1']]);
  });

  test('R29: and not a third time; what WeChat says holds no token', async () => {
    answers = [{ errcode: 40001, errmsg: 'invalid credential the-token-1 the-token-2' }];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'WECHAT_UNAVAILABLE', errcode: 40001 });
    expect(String(error)).not.toContain('the-token');
    expect(asked).toHaveLength(2);
  });

  test.each([48001, 61007, 40018, 45064, 40013, 40066])('%d is a no', async (errcode) => {
    answers = [{ errcode, errmsg: 'no' }];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatRefusedError);
    expect(error).toMatchObject({ errcode });
    expect([asked.length, told]).toEqual([1, []]);
  });

  test('61003: the account does not authorize us, and the grant’s keeper is told', async () => {
    answers = [{ errcode: 61003, errmsg: 'component is not authorized by this account' }];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotAuthorizedError);
    expect(error).toMatchObject({ appId: 'wx1' });
    expect(told).toEqual([['not authorized', 'wx1', 3]]);
  });

  test('a busy WeChat is asked again only where that does no harm', async () => {
    answers = [{ errcode: -1, errmsg: 'system error' }];
    await expect(api.call('wx1', WRITE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(asked).toHaveLength(1);
    await expect(api.call('wx1', READ)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(asked).toHaveLength(4);
  });

  test('R26: what the call calls secret is in no message', async () => {
    answers = [{ errcode: 45015, errmsg: 'response out of time limit: oOPENID' }];
    const error: unknown = await api.call('wx1', { ...WRITE, secrets: ['oOPENID'] }).catch((e: unknown) => e);
    expect(error).toMatchObject({ errcode: 45015 });
    expect(String(error)).not.toContain('oOPENID');
  });
});
