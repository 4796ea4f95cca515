import type { Simulator, SimulatorOptions } from '../../../src/wechat/simulator/simulator.js';
import { approve, call, codeOf } from './approve.js';
import type { PlatformStub } from './platform-stub.js';
import { Harness } from './simulator-harness.js';

const REDIRECT = 'http://platform.example:4000/return/run-1';

describe('what the simulator pushes', () => {
  let harness: Harness;
  let simulator: Simulator;
  let platform: PlatformStub;

  const start = async (options: Partial<SimulatorOptions> = {}): Promise<void> => {
    harness = await Harness.start(options);
    ({ simulator, platform } = harness);
  };
  const component_appid = () => simulator.component.appId;

  afterEach(() => harness.close());

  describe('tickets', () => {
    test('are encrypted and signed, and good for a component token', async () => {
      await start();
      expect(await simulator.pushTicket()).toMatchObject({
        kind: 'component_verify_ticket',
        outcome: 'ACKNOWLEDGED',
        attempts: [{ outcome: 'ACCEPTED', status: 200 }],
      });
      const [push] = platform.received;
      expect(push).toMatchObject({ path: '/events', signed: true, key: 0 });
      expect(push?.query.get('encrypt_type')).toBe('aes');
      expect(push?.xml).toMatch(/^<xml><AppId><!\[CDATA\[wx[0-9a-f]{16}\]\]><\/AppId><CreateTime>\d{10}<\/CreateTime>/);
      expect(await harness.componentToken(push?.field('ComponentVerifyTicket') ?? '')).toContain('componenttoken@@@');
    });

    test('come by themselves, the first one at once', async () => {
      await start({ ticketIntervalMs: 5 });
      const enough = new Promise<void>((resolve) => {
        platform.answer = () => {
          if (platform.received.length === 3) resolve();
          return { body: 'success' };
        };
      });
      await enough;
      expect(new Set(platform.fields('ComponentVerifyTicket')).size).toBe(platform.received.length);
    });

    test('stop when they are not acknowledged, until the platform asks for them', async () => {
      await start();
      platform.answer = () => ({ body: 'fail' });
      const ask = () =>
        call(simulator, 'api_start_push_ticket', {
          component_appid: component_appid(),
          component_secret: simulator.component.secret,
        });
      expect(await ask()).toEqual({ errcode: 0, errmsg: 'in a normal state' });
      for (let push = 0; push < 3; push += 1)
        expect(await simulator.pushTicket()).toMatchObject({
          outcome: 'FAILED',
          attempts: Array.from({ length: 3 }, () => ({ outcome: 'MALFORMED', reason: 'The answer is not success.' })),
        });
      platform.answer = () => ({ body: 'success' });
      expect(await ask()).toEqual({ errcode: 0, errmsg: 'ok' });
      await simulator.settled();
      expect(simulator.deliveries().at(-1)).toMatchObject({ outcome: 'ACKNOWLEDGED' });
      expect(await ask()).toMatchObject({ errmsg: 'in a normal state' });
    });

    test.each([
      [40125, { component_secret: 'x' }],
      [41019, { component_appsecret: 'x' }],
    ])('%d when they are asked for with %j', async (errcode, body) => {
      await start();
      const answer = await call(simulator, 'api_start_push_ticket', { component_appid: component_appid(), ...body });
      expect(answer).toMatchObject({ errcode });
    });
  });

  describe('administrators', () => {
    test('R1: authorizing on the page is pushed with the same code as the browser brings', async () => {
      await start({ push: 'BEFORE' });
      const { appId } = simulator.addAccount({ permissions: [1, 15] });
      const { pre_auth_code } = await harness.asComponent('api_create_preauthcode', {});
      const query = {
        component_appid: component_appid(),
        pre_auth_code: String(pre_auth_code),
        redirect_uri: REDIRECT,
        auth_type: '1',
      };
      const page = `${simulator.url}/cgi-bin/componentloginpage?${new URLSearchParams(query).toString()}`;
      const code = codeOf(await approve(page, appId));
      const [push] = platform.received;
      const fields = ['InfoType', 'AuthorizerAppid', 'AuthorizationCode', 'PreAuthCode'];
      expect(fields.map((name) => push?.field(name))).toEqual(['authorized', appId, code, pre_auth_code]);
      expect(Number(push?.field('AuthorizationCodeExpiredTime'))).toBe(harness.clock.now() / 1000 + 600);
    });

    test('the push can wait until the code was exchanged', async () => {
      await start();
      const { appId } = simulator.addAccount();
      const code = await simulator.authorize({ appId, push: 'AFTER' });
      expect(platform.received).toEqual([]);
      await harness.exchange(code);
      await simulator.settled();
      expect(platform.fields('AuthorizationCode')).toEqual([code]);
    });

    test('authorizing again with the same permission sets is not pushed, with others it is an update', async () => {
      await start();
      const { appId } = simulator.addAccount({ permissions: [1, 3, 15] });
      await simulator.authorize({ appId, push: 'NONE' });
      await simulator.authorize({ appId });
      await simulator.settled();
      expect(platform.received).toEqual([]);
      const code = await simulator.authorize({ appId, permissions: [1, 3] });
      const changed = await simulator.changePermissions(appId, [15]);
      await simulator.settled();
      expect(platform.fields('InfoType')).toEqual(['updateauthorized', 'updateauthorized']);
      expect(platform.fields('AuthorizationCode').sort()).toEqual([code, changed].sort());
      expect(simulator.truth()).toMatchObject([{ appId, permissions: [15], exchanged: false, accessTokens: [] }]);
    });

    test('a change replaces the refresh token at once', async () => {
      await start();
      const { appId } = simulator.addAccount({ permissions: [1, 3, 15] });
      const before = await harness.exchange(await simulator.authorize({ appId }));
      await simulator.changePermissions(appId, [1]);
      expect(
        await harness.asComponent('api_authorizer_token', {
          authorizer_appid: appId,
          authorizer_refresh_token: before['authorizer_refresh_token'],
        }),
      ).toMatchObject({ errcode: 61023 });
      expect(simulator.truth()[0]?.refreshToken).not.toBe(before['authorizer_refresh_token']);
    });

    test('R6: cancelling is pushed, and the tokens are dead', async () => {
      await start();
      const { appId } = simulator.addAccount();
      const { authorizer_refresh_token } = await harness.exchange(await simulator.authorize({ appId, push: 'NONE' }));
      expect(await simulator.cancel(appId)).toMatchObject({ kind: 'unauthorized', appId, outcome: 'ACKNOWLEDGED' });
      expect(platform.fields('AuthorizerAppid')).toEqual([appId]);
      expect(
        await harness.asComponent('api_authorizer_token', { authorizer_appid: appId, authorizer_refresh_token }),
      ).toMatchObject({ errcode: 61003 });
      expect(simulator.truth()).toEqual([]);
      await expect(simulator.cancel(appId)).rejects.toThrow('not authorized');
    });

    test('refresh tokens can be told to change with every refresh', async () => {
      await start({ rotateRefreshTokens: true });
      const { appId } = simulator.addAccount();
      const { authorizer_refresh_token } = await harness.exchange(await simulator.authorize({ appId }));
      const body = { authorizer_appid: appId, authorizer_refresh_token };
      const refreshed = await harness.asComponent('api_authorizer_token', body);
      expect(refreshed['authorizer_refresh_token']).toBe(simulator.truth()[0]?.refreshToken);
      expect(await harness.asComponent('api_authorizer_token', body)).toMatchObject({ errcode: 61023 });
    });
  });

  test('R29: every secret that was handed out can be asked for', async () => {
    await start();
    const { appId } = simulator.addAccount();
    const code = await simulator.authorize({ appId });
    const info = await harness.exchange(code);
    const { secret, token, encodingAesKeys } = simulator.component;
    expect(simulator.issuedSecrets()).toEqual(
      expect.arrayContaining([
        secret,
        token,
        ...encodingAesKeys,
        code,
        info['authorizer_access_token'],
        info['authorizer_refresh_token'],
        await simulator.currentTicket(),
      ]),
    );
  });
});
