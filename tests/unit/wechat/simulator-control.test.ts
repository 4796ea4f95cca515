import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import type { PlatformStub } from './platform-stub.js';
import { Harness } from './simulator-harness.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

describe('playing with the simulator', () => {
  let harness: Harness;
  let simulator: Simulator;
  let platform: PlatformStub;
  let appId: string;

  beforeEach(async () => {
    harness = await Harness.start();
    ({ simulator, platform } = harness);
    ({ appId } = simulator.addAccount({ nickname: '<b>物业</b>', permissions: [1, 3, 15] }));
    await simulator.authorize({ appId, push: 'NONE' });
    platform.answer = (received) => ({
      body:
        received.field('InfoType') === null
          ? platform.reply(received, [
              ['MsgType', 'text'],
              ['Content', `<收到> ${received.field('Content') ?? received.field('Event')}`],
            ])
          : 'success',
    });
  });
  afterEach(() => harness.close());

  describe('by a program', () => {
    const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const response = await fetch(simulator.url + path, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    };
    const ofAccount = (method: string, path: string, body?: unknown): Promise<Answer> =>
      send(method, `/simulator/accounts/${appId}/${path}`, body);

    test('administrators cancel and change permissions', async () => {
      expect(await ofAccount('POST', 'permissions', { permissions: [1] })).toEqual({
        status: 200,
        body: { permissions: [1] },
      });
      expect(await ofAccount('POST', 'cancel')).toMatchObject({ status: 200, body: { outcome: 'ACKNOWLEDGED' } });
      expect(platform.fields('InfoType')).toEqual(['updateauthorized', 'unauthorized']);
      expect(await ofAccount('POST', 'cancel')).toMatchObject({ status: 409 });
      expect(await ofAccount('POST', 'permissions', { permissions: ['1'] })).toMatchObject({ status: 400 });
    });

    test('residents write, act and tap, and the answer is told', async () => {
      const answered = (content: string) => ({
        status: 200,
        body: { delivery: { outcome: 'ACKNOWLEDGED' }, reply: { content } },
      });
      expect(await ofAccount('POST', 'say', { text: '你好', person: 2 })).toMatchObject(answered('<收到> 你好'));
      expect(platform.fields('FromUserName')).toEqual([simulator.openId(appId, 2)]);
      expect(await ofAccount('POST', 'events', { event: 'subscribe' })).toMatchObject(answered('<收到> subscribe'));
      expect(await ofAccount('POST', 'messages', { type: 'voice' })).toMatchObject({
        body: { delivery: { kind: 'voice' } },
      });
      expect(await ofAccount('PUT', 'menu', { buttons: [{ name: '报修', type: 'click', key: 'k' }] })).toMatchObject({
        body: { menu: { madeBy: 'WEBSITE' } },
      });
      expect(await ofAccount('POST', 'tap', { path: ['报修'] })).toMatchObject(answered('<收到> CLICK'));
      expect(await ofAccount('POST', 'tap', { path: ['没有'] })).toMatchObject({ status: 409 });
      expect(await ofAccount('GET', 'menu')).toMatchObject({ body: { menu: { buttons: [{ name: '报修' }] } } });
      expect(await ofAccount('GET', 'sent')).toEqual({ status: 200, body: [] });
      expect(await send('POST', '/simulator/accounts/wx0/say', { text: 'x' })).toMatchObject({ status: 404 });
    });

    test('the platform as a whole: tickets, release test, faults', async () => {
      expect(await send('POST', '/simulator/tickets')).toMatchObject({ body: { kind: 'component_verify_ticket' } });
      expect(await send('GET', '/simulator/deliveries')).toMatchObject({ body: [{ outcome: 'ACKNOWLEDGED' }] });
      const path = '/cgi-bin/component/api_create_preauthcode';
      expect((await send('POST', '/simulator/faults/next', { path, fault: { errcode: -1 } })).status).toBe(204);
      expect(await harness.asComponent('api_create_preauthcode')).toMatchObject({ errcode: -1 });
      expect((await send('PUT', '/simulator/faults', { seed: 1, deliveries: { drop: 1 } })).status).toBe(204);
      expect(await send('POST', '/simulator/tickets')).toMatchObject({ body: { outcome: 'LOST' } });
      expect((await send('DELETE', '/simulator/faults')).status).toBe(204);
      expect(await send('POST', '/simulator/tickets')).toMatchObject({ body: { outcome: 'ACKNOWLEDGED' } });
      expect(await send('POST', '/simulator/faults/next', { path })).toMatchObject({ status: 400 });
      expect(await send('PUT', '/simulator/faults', { deliveries: { drop: 2 } })).toMatchObject({ status: 400 });
      expect(await send('POST', '/simulator/release-test', { which: 5 })).toMatchObject({ status: 400 });
    });

    test('an account is changed', async () => {
      const changed = await send('PATCH', `/simulator/accounts/${appId}`, { nickname: '新名', condition: 'FROZEN' });
      expect(changed).toMatchObject({
        status: 200,
        body: { appId, nickname: '新名', condition: 'FROZEN', permissions: [1, 3, 15] },
      });
      expect(await harness.asComponent('api_get_authorizer_info', { authorizer_appid: appId })).toMatchObject({
        authorizer_info: { nick_name: '新名', account_status: 19 },
      });
    });
  });

  describe('on its page', () => {
    const post = async (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      fetch(simulator.url + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
    const read = async (path: string): Promise<string> => (await fetch(simulator.url + path)).text();
    /** Sends a form and follows where it leads. */
    const playing = async (act: string, form: Record<string, string> = {}): Promise<string> => {
      const response = await post(`/play/${appId}/${act}`, form);
      expect(response.status).toBe(303);
      return read(response.headers.get('location') ?? '');
    };

    test('a resident follows, writes and taps, and sees what the account answers, as text', async () => {
      expect(await playing('follow')).toContain('取消关注');
      expect(simulator.followers(appId)).toEqual([simulator.openId(appId)]);
      const page = await playing('say', { text: '<i>你好' });
      expect(page).toContain('&lt;i&gt;你好');
      expect(page).toContain('&lt;收到&gt; &lt;i&gt;你好');
      simulator.setWebsiteMenu(appId, [
        {
          name: '服务',
          sub_button: [
            { name: '报修', type: 'click', key: 'repair' },
            { name: '电话', type: 'text' },
          ],
        },
      ]);
      expect(await playing('tap', { path: '0.0' })).toContain('&lt;收到&gt; CLICK');
      expect(await playing('tap', { path: '0.1' })).toContain('〔电话〕');
      expect(await playing('unfollow')).toContain('关注 Follow');
      expect(page).not.toMatch(/<script|<b>|<i>/);
    });

    test('each resident has a conversation of his own, in which the account may write later', async () => {
      await playing('say', { text: '一号', person: '1' });
      const page = await playing('say', { text: '二号', person: '2' });
      expect([page.includes('一号'), page.includes('二号')]).toEqual([false, true]);
      await harness.asAccount('message/custom/send', await harness.authorized(appId), {
        touser: simulator.openId(appId, 2),
        msgtype: 'text',
        text: { content: '师傅在路上' },
      });
      expect(await read(`/play/${appId}?person=2`)).toContain('师傅在路上');
      expect(await read(`/play/${appId}?person=1`)).not.toContain('师傅在路上');
    });

    test('a platform that fails is what a resident sees as well', async () => {
      platform.answer = () => ({ status: 500 });
      expect(await playing('say', { text: '你好' })).toContain('该公众号提供的服务出现故障');
      await simulator.cancel(appId, 'NONE');
      expect(await playing('say', { text: '你好' })).toContain('没有转给第三方平台');
    });

    test('R6: an administrator changes permissions and cancels', async () => {
      expect(await read(`/play/${appId}`)).toMatch(/name="permission"\s+value="15"\s+checked/);
      expect(await playing('permissions', { permission: '1' })).toContain('已授权给第三方平台');
      expect(simulator.truth()).toMatchObject([{ permissions: [1] }]);
      expect(await playing('cancel')).toContain('未授权');
      expect(simulator.truth()).toEqual([]);
      expect((await post(`/play/${appId}/cancel`)).status).toBe(409);
      await simulator.settled();
      expect(platform.fields('InfoType').sort()).toEqual(['unauthorized', 'updateauthorized']);
    });

    test('the first page lists accounts, pushes tickets and runs the release test', async () => {
      const page = await read('/');
      expect(page).toContain(`/play/${appId}`);
      expect(page).toContain('&lt;b&gt;物业&lt;/b&gt;');
      expect((await post('/play/ticket')).headers.get('location')).toBe('/');
      expect(await read('/')).toContain('上次已被接收');
      // This platform knows nothing of the test's API text, for which WeChat waits ten seconds: another pair is none.
      expect((await post('/play/release-test', { which: '9' })).status).toBe(409);
      expect((await fetch(`${simulator.url}/play/wx0`)).status).toBe(404);
    });

    test.each<[string, Record<string, string>, number]>([
      ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
      ['another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
      ['another origin, by a browser that says no more', { origin: 'http://127.0.0.1:1' }, 403],
      ['no origin that could be named', { origin: 'null' }, 403],
      ['its own page', { 'sec-fetch-site': 'same-origin' }, 303],
      ['a program', {}, 303],
    ])('a form that comes from %s', async (_, headers, status) => {
      expect((await post(`/play/${appId}/follow`, {}, headers)).status).toBe(status);
      expect(simulator.followers(appId)).toHaveLength(status === 303 ? 1 : 0);
    });

    test('a form of its own origin', async () => {
      expect((await post(`/play/${appId}/follow`, {}, { origin: simulator.url })).status).toBe(303);
    });
  });
});
