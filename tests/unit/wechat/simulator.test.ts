import { type Simulator, startSimulator } from '../../../src/wechat/simulator/simulator.js';
import { approve, call, codeOf } from './approve.js';
import { ManualClock } from './manual-clock.js';

const REDIRECT = 'http://platform.example:4000/return/run-1';
const ENTRY = 'http://platform.example:4000/authorize/run-1';

describe('the simulator', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  let token: string;
  let component_appid: string;

  const asComponent = (name: string, body: object = {}) =>
    call(simulator, name, { component_appid, ...body }, { component_access_token: token });
  const text = async (name: string, body: object, field: string): Promise<string> => {
    const answer = await asComponent(name, body);
    return String(answer[field]);
  };
  const preAuthCode = () => text('api_create_preauthcode', {}, 'pre_auth_code');
  const pageUrl = async (change: Readonly<Record<string, string>> = {}): Promise<string> => {
    const query = { component_appid, pre_auth_code: await preAuthCode(), redirect_uri: REDIRECT, auth_type: '1' };
    return `${simulator.url}/cgi-bin/componentloginpage?${new URLSearchParams({ ...query, ...change }).toString()}`;
  };
  const show = (url: string, headers: Record<string, string> = { referer: ENTRY }) => fetch(url, { headers });

  beforeEach(async () => {
    clock = new ManualClock();
    simulator = await startSimulator({ port: 0, component: { startDomain: 'platform.example' }, clock: clock.now });
    component_appid = simulator.component.appId;
    const answer = await call(simulator, 'api_component_token', {
      component_appid,
      component_appsecret: simulator.component.secret,
      component_verify_ticket: await simulator.currentTicket(),
    });
    expect(answer).toEqual({ component_access_token: expect.any(String) as string, expires_in: 7200 });
    token = String(answer['component_access_token']);
  });

  afterEach(() => simulator.close());

  describe('component API', () => {
    const secret = () => simulator.component.secret;

    test.each<[number, string, () => unknown]>([
      [41018, 'no component_appid', () => ({})],
      [
        40013,
        'another component_appid',
        () => ({ component_appid: 'wx0', component_appsecret: secret(), component_verify_ticket: 't' }),
      ],
      [41019, 'no secret', () => ({ component_appid })],
      [41020, 'no ticket', () => ({ component_appid, component_appsecret: secret() })],
      [40125, 'a wrong secret', () => ({ component_appid, component_appsecret: 'x', component_verify_ticket: 't' })],
      [
        61006,
        'a wrong ticket',
        () => ({ component_appid, component_appsecret: secret(), component_verify_ticket: 't' }),
      ],
      [47001, 'a number for a text', () => ({ component_appid: 7 })],
      [47001, 'no JSON', () => 'component_appid=wx'],
      [47001, 'a list', () => []],
      [44002, 'no body', () => ''],
    ])('%d for %s', async (errcode, _, body) => {
      const answer = await call(simulator, 'api_component_token', body());
      expect(answer).toEqual({
        errcode,
        errmsg: expect.stringMatching(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) as string,
      });
    });

    test('tickets change every ten minutes and live twelve hours', async () => {
      const first = await simulator.currentTicket();
      clock.advance(599);
      expect(await simulator.currentTicket()).toBe(first);
      clock.advance(1);
      expect(await simulator.currentTicket()).not.toBe(first);
      const ask = () =>
        call(simulator, 'api_component_token', {
          component_appid,
          component_appsecret: simulator.component.secret,
          component_verify_ticket: first,
        });
      expect((await ask())['errcode']).toBeUndefined();
      clock.advance(12 * 3600);
      expect((await ask())['errcode']).toBe(61005);
    });

    test.each([
      [41001, {}],
      [40001, { component_access_token: 'x' }],
      [40001, { access_token: 'x' }],
    ])('%d for the token %j', async (errcode, query) => {
      const answer = await call(simulator, 'api_create_preauthcode', { component_appid }, query);
      expect(answer['errcode']).toBe(errcode);
    });

    test('a token is taken under either name, and ends', async () => {
      const ask = () => call(simulator, 'api_create_preauthcode', { component_appid }, { access_token: token });
      expect(await ask()).toMatchObject({ expires_in: 1800 });
      clock.advance(7200);
      expect((await ask())['errcode']).toBe(42001);
    });

    test('only POST, only known paths', async () => {
      const path = `${simulator.url}/cgi-bin/component`;
      expect(await (await fetch(`${path}/api_query_auth`)).json()).toMatchObject({ errcode: 43002 });
      expect(await (await fetch(`${path}/api_unheard_of`)).json()).toMatchObject({ errcode: 40066 });
    });

    test('an authorizer’s token is refreshed; its refresh token stays', async () => {
      const { appId } = simulator.addAccount();
      const code = codeOf(await approve(await pageUrl(), appId));
      const { authorization_info: info } = (await asComponent('api_query_auth', { authorization_code: code })) as {
        authorization_info: Record<string, string>;
      };
      const authorizer_refresh_token = info['authorizer_refresh_token'];
      const refreshed = await asComponent('api_authorizer_token', {
        authorizer_appid: appId,
        authorizer_refresh_token,
      });
      expect(refreshed).toMatchObject({ authorizer_refresh_token, expires_in: 7200 });
      expect(refreshed['authorizer_access_token']).not.toBe(info['authorizer_access_token']);
      expect(
        await asComponent('api_authorizer_token', { authorizer_appid: 'wx0', authorizer_refresh_token }),
      ).toMatchObject({ errcode: 61003 });
      const asToken = await call(
        simulator,
        'api_create_preauthcode',
        { component_appid },
        {
          access_token: String(refreshed['authorizer_access_token']),
        },
      );
      expect(asToken['errcode']).toBe(61014);
    });

    test('R2: a second approval replaces the grant: the former refresh token and unused code are dead', async () => {
      const { appId } = simulator.addAccount();
      const first = await asComponent('api_query_auth', {
        authorization_code: codeOf(await approve(await pageUrl(), appId)),
      });
      const { authorizer_refresh_token } = first['authorization_info'] as Record<string, string>;
      const unused = codeOf(await approve(await pageUrl(), appId));
      const newest = codeOf(await approve(await pageUrl(), appId));
      expect(
        await asComponent('api_authorizer_token', { authorizer_appid: appId, authorizer_refresh_token }),
      ).toMatchObject({ errcode: 61023 });
      expect(await asComponent('api_query_auth', { authorization_code: unused })).toMatchObject({ errcode: 61009 });
      expect(await asComponent('api_query_auth', { authorization_code: newest })).toMatchObject({
        authorization_info: { authorizer_appid: appId },
      });
    });

    test('the list of authorizers tells whose code was never exchanged', async () => {
      const [one, two] = [simulator.addAccount().appId, simulator.addAccount().appId];
      await asComponent('api_query_auth', { authorization_code: codeOf(await approve(await pageUrl(), one)) });
      await approve(await pageUrl(), two);
      const auth_time = clock.now() / 1000;
      expect(await asComponent('api_get_authorizer_list', { offset: 0, count: 500 })).toEqual({
        total_count: 2,
        list: [
          { authorizer_appid: one, refresh_token: expect.stringContaining('@@@') as string, auth_time },
          { authorizer_appid: two, refresh_token: '', auth_time },
        ],
      });
      const second = await asComponent('api_get_authorizer_list', { offset: 1, count: 1 });
      expect(second).toMatchObject({ total_count: 2, list: [{ authorizer_appid: two }] });
      expect(await asComponent('api_get_authorizer_list', { offset: 0, count: 501 })).toMatchObject({ errcode: 40097 });
      expect(await asComponent('api_get_authorizer_list', { offset: '0', count: 1 })).toMatchObject({ errcode: 47001 });
    });
  });

  describe('authorization page', () => {
    test('offers every kind of official account and no frozen one, without a script', async () => {
      const response = await show(await pageUrl());
      expect(response.status).toBe(200);
      const text = await response.text();
      for (const { appId, kind, condition } of simulator.accounts())
        expect(text.includes(appId)).toBe(kind !== 'MINI_PROGRAM' && condition === 'NORMAL');
      expect(text).toMatch(/<form method="post" action="\/cgi-bin\/componentloginpage\/approve">/);
      expect(text).toContain('自定义菜单');
      expect(text).not.toContain('<script');
    });

    test('its form, sent as it stands, authorizes the first account with all that it has', async () => {
      const text = await (await show(await pageUrl())).text();
      const fields = [...text.matchAll(/<input type="(\w+)" name="(\w+)" value="([^"]*)"[^>]*>/g)]
        .filter(([input, type]) => type === 'hidden' || input.includes(' checked'))
        .map(([, , name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&')]);
      const response = await fetch(`${simulator.url}/cgi-bin/componentloginpage/approve`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
      const [account] = simulator.accounts();
      expect(await asComponent('api_query_auth', { authorization_code: codeOf(response) })).toMatchObject({
        authorization_info: {
          authorizer_appid: account?.appId,
          func_info: account?.permissions.map((id) => ({ funcscope_category: { id } })),
        },
      });
    });

    test.each([
      ['ticked ones', [15, 1], {}, [1, 15]],
      ['none ticked', [], {}, []],
      ['one that it does not have', [1, 9999], {}, [1]],
      ['nothing said', undefined, {}, [1, 2, 3, 15]],
      ['only some asked for', undefined, { category_id_list: '15|1|89' }, [1, 15]],
    ])('permission sets: %s', async (_, permissions, change, expected) => {
      const { appId } = simulator.addAccount({ permissions: [15, 3, 2, 1] });
      await approve(await pageUrl(change), appId, permissions === undefined ? {} : { permissions });
      const [granted] = (
        (await (await fetch(`${simulator.url}/simulator/accounts`)).json()) as {
          appId: string;
          grant: { permissions: number[] };
        }[]
      ).filter((account) => account.appId === appId);
      expect(granted?.grant.permissions).toEqual(expected);
    });

    test.each<[string, Record<string, string>, RegExp]>([
      ['no Referer', {}, /entry domain is empty/],
      ['a Referer of another host', { referer: 'https://elsewhere.example/' }, /entry domain elsewhere\.example/],
      ['a Referer that is none', { referer: 'nonsense' }, /entry domain is empty/],
    ])('R1: WeChat wants the start domain’s page before it: %s', async (_, headers, expected) => {
      const response = await show(await pageUrl(), headers);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(expected);
    });

    test.each<[string, Record<string, string>, RegExp]>([
      ['another component', { component_appid: 'wx0' }, /component_appid is unknown/],
      ['an unknown pre_auth_code', { pre_auth_code: 'preauthcode@@@x' }, /pre_auth_code is unknown/],
      ['another host to return to', { redirect_uri: 'https://evil.example/' }, /host of redirect_uri/],
      ['a host that only begins alike', { redirect_uri: 'https://platform.example.evil/' }, /host of redirect_uri/],
      ['a script to return to', { redirect_uri: 'javascript:alert(1)' }, /is no URL/],
      ['nothing to return to', { redirect_uri: '' }, /is no URL/],
      ['an unknown auth_type', { auth_type: '9' }, /auth_type is invalid/],
      ['an account that is not there', { biz_appid: 'wx0' }, /no account/],
    ])('refused on the page and on its form: %s', async (_, change, expected) => {
      const url = await pageUrl(change);
      const page = await show(url);
      expect([page.status, await page.text()]).toEqual([400, expect.stringMatching(expected)]);
      const answer = await approve(url, simulator.accounts()[0]?.appId ?? '');
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    });

    test('a pre_auth_code ends after half an hour, and with the approval', async () => {
      const { appId } = simulator.addAccount();
      const [late, used] = [await pageUrl(), await pageUrl()];
      expect((await approve(used, appId)).status).toBe(303);
      expect((await approve(used, appId)).status).toBe(400);
      clock.advance(1800);
      expect(await (await approve(late, appId)).text()).toContain('pre_auth_code has expired');
    });

    test.each([
      ['a frozen account', { condition: 'FROZEN' as const }],
      ['a mini program', { kind: 'MINI_PROGRAM' as const }],
    ])('%s cannot be chosen', async (_, given) => {
      const { appId } = simulator.addAccount(given);
      expect((await approve(await pageUrl(), appId)).status).toBe(400);
    });

    test('biz_appid pins the account', async () => {
      const { appId } = simulator.addAccount();
      const url = await pageUrl({ biz_appid: appId });
      expect((await (await show(url)).text()).match(/name="account"/g)).toHaveLength(1);
      expect((await approve(url, simulator.accounts()[0]?.appId ?? '')).status).toBe(400);
    });

    test('what is in a name or a parameter stays text', async () => {
      simulator.addAccount({ nickname: '<b onclick=x>"&\'' });
      const text = await (await show(await pageUrl({ 'x"><script>': '<script>' }))).text();
      expect(text).toContain('&lt;b onclick=x&gt;&quot;&amp;&#39;');
      expect(text).not.toContain('<script');
    });
  });

  describe('control', () => {
    test('built-in accounts keep their ids', async () => {
      const other = await startSimulator({ port: 0, component: { startDomain: 'localhost' } });
      await other.close();
      expect(other.accounts()).toEqual(simulator.accounts());
      for (const { appId, originalId } of simulator.accounts()) {
        expect(appId).toMatch(/^wx[0-9a-f]{16}$/);
        expect(originalId).toMatch(/^gh_[0-9a-f]{12}$/);
      }
    });

    test('accounts are made on the fly', async () => {
      const make = (body: string) => fetch(`${simulator.url}/simulator/accounts`, { method: 'POST', body });
      const made = await make('{"nickname":"新物业","kind":"SUBSCRIPTION","verified":false}');
      expect(made.status).toBe(201);
      expect(await made.json()).toMatchObject({
        appId: expect.stringMatching(/^wx[0-9a-f]{16}$/) as string,
        nickname: '新物业',
        kind: 'SUBSCRIPTION',
        verified: false,
        wechatPay: false,
        grant: null,
      });
      expect((await make('')).status).toBe(201);
      for (const bad of ['{', '[]', '{"kind":"CAR"}', '{"nickname":""}', '{"secret":1}'])
        expect((await make(bad)).status).toBe(400);
    });

    test('pictures and the page about itself', async () => {
      const [account] = simulator.accounts();
      const get = (path: string) => fetch(simulator.url + path);
      for (const path of [`/simulator/avatars/${account?.appId}`, `/simulator/qrcodes/${account?.appId}`]) {
        const response = await get(path);
        expect(response.headers.get('content-type')).toContain('image/svg+xml');
        expect(await response.text()).toMatch(/^<svg /);
      }
      expect((await get('/simulator/avatars/wx0')).status).toBe(404);
      expect(await (await get('/')).text()).toContain('WeChat simulator');
    });
  });
});
