import { z } from 'zod';
import type { AccountToken } from '../../../src/wechat/account-tokens.js';
import { HttpAccountApi } from '../../../src/wechat/client/http-account-api.js';
import { NotAuthorizedError, WeChatRefusedError } from '../../../src/wechat/component-platform.js';
import { json, WeChatApiStub } from './wechat-api-stub.js';

const MENU = { button: [{ name: '报修', type: 'click', key: 'repair' }] };
const DONE = json({ errcode: 0, errmsg: 'ok' });
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
  let weChat: WeChatApiStub;
  let api: HttpAccountApi;
  let told: unknown[];
  /** Whether a refused token is replaced. */
  let mayBeAnother: boolean;

  beforeEach(async () => {
    mayBeAnother = true;
    told = [];
    weChat = await WeChatApiStub.start();
    let issued = 1;
    api = new HttpAccountApi(
      {
        api: weChat.baseUrl,
        timeout: 1_000,
        retry: { attempts: 3, basePause: 1 },
      },
      {
        get: () => Promise.resolve({ token: `the-token-${issued}`, grant: 3 }),
        refused: (appId: string, { token }: AccountToken) => {
          told.push(['refused', appId, token]);
          issued += 1;
          return Promise.resolve(mayBeAnother);
        },
        notAuthorized: (appId: string, { grant }: AccountToken) => void told.push(['not authorized', appId, grant]),
      },
    );
  });

  afterEach(() => weChat.close());

  const tokensSent = (): (string | null)[] => weChat.asked.map(({ url }) => url.searchParams.get('access_token'));

  test('a POST carries its body in raw UTF-8 and the token in the address', async () => {
    weChat.answers = [DONE];
    await api.call('wx1', WRITE);
    expect(weChat.asked).toMatchObject([
      { method: 'POST', url: { pathname: '/cgi-bin/menu/create' }, body: JSON.stringify(MENU) },
    ]);
    expect(weChat.asked[0]?.body).toContain('报修');
    expect(tokensSent()).toEqual(['the-token-1']);
  });

  test('a GET has no body', async () => {
    weChat.answers = [json({ menu: MENU })];
    await api.call('wx1', READ);
    expect(weChat.asked).toMatchObject([{ method: 'GET', url: { pathname: '/cgi-bin/menu/get' }, body: '' }]);
  });

  test.each([40001, 40014, 42001])('%d: the token is given up and the call made once more', async (errcode) => {
    weChat.answers = [json({ errcode, errmsg: 'invalid credential' }), DONE];
    await api.call('wx1', WRITE);
    expect(tokensSent()).toEqual(['the-token-1', 'the-token-2']);
    expect(told).toEqual([['refused', 'wx1', 'the-token-1']]);
  });

  test('R29: and not a third time; what WeChat says holds no token', async () => {
    weChat.answers = [json({ errcode: 40001, errmsg: 'invalid credential the-token-1 the-token-2' })];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'WECHAT_UNAVAILABLE', errcode: 40001 });
    expect(String(error)).not.toContain('the-token');
    expect(weChat.asked).toHaveLength(2);
  });

  test('where no other token is to be had so soon, the refusal is told at once', async () => {
    mayBeAnother = false;
    weChat.answers = [json({ errcode: 40001, errmsg: 'invalid credential' })];
    await expect(api.call('wx1', READ)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE', errcode: 40001 });
    expect(tokensSent()).toEqual(['the-token-1']);
  });

  test.each([48001, 61007, 40018, 45064, 40013, 40066])('%d is a no', async (errcode) => {
    weChat.answers = [json({ errcode, errmsg: 'no' })];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatRefusedError);
    expect(error).toMatchObject({ errcode });
    expect([weChat.asked.length, told]).toEqual([1, []]);
  });

  test('61003: the account does not authorize us, and the grant’s keeper is told', async () => {
    weChat.answers = [json({ errcode: 61003, errmsg: 'component is not authorized by this account' })];
    const error: unknown = await api.call('wx1', WRITE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotAuthorizedError);
    expect(error).toMatchObject({ appId: 'wx1' });
    expect(told).toEqual([['not authorized', 'wx1', 3]]);
  });

  test('a busy WeChat is asked again only where that does no harm', async () => {
    weChat.answers = [json({ errcode: -1, errmsg: 'system error' })];
    await expect(api.call('wx1', WRITE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(weChat.asked).toHaveLength(1);
    await expect(api.call('wx1', READ)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' });
    expect(weChat.asked).toHaveLength(4);
  });

  test('R26: what the call calls secret is in no message', async () => {
    weChat.answers = [json({ errcode: 45015, errmsg: 'response out of time limit: oOPENID' })];
    const error: unknown = await api.call('wx1', { ...WRITE, secrets: ['oOPENID'] }).catch((e: unknown) => e);
    expect(error).toMatchObject({ errcode: 45015 });
    expect(String(error)).not.toContain('oOPENID');
  });
});
