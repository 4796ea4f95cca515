import { Faults } from '../../../src/wechat/simulator/faults.js';
import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import type { PlatformStub } from './platform-stub.js';
import { Harness } from './simulator-harness.js';

const QUERY_AUTH = '/cgi-bin/component/api_query_auth';
const LIST = '/cgi-bin/component/api_get_authorizer_list';

describe('what the simulator is told to do wrong', () => {
  let harness: Harness;
  let simulator: Simulator;
  let platform: PlatformStub;
  let appId: string;

  beforeEach(async () => {
    harness = await Harness.start();
    ({ simulator, platform } = harness);
    ({ appId } = simulator.addAccount());
  });
  afterEach(() => harness.close());

  describe('with deliveries', () => {
    beforeEach(() => simulator.authorize({ appId, push: 'NONE' }));

    test('dropped: nothing is sent, and nothing is sent again', async () => {
      simulator.faults.nextDelivery(['drop']);
      expect((await simulator.cancel(appId)).outcome).toBe('LOST');
      await simulator.settled();
      expect(platform.received).toEqual([]);
      expect(simulator.truth()).toEqual([]);
    });

    test('duplicated: the same thing twice, with a nonce of its own each', async () => {
      simulator.faults.nextDelivery(['duplicate']);
      await simulator.say(appId, '你好');
      await simulator.settled();
      expect(platform.received).toHaveLength(2);
      expect(new Set(platform.fields('MsgId')).size).toBe(1);
      expect(new Set(platform.received.map(({ query }) => query.get('nonce'))).size).toBe(2);
    });

    test('delayed: WeChat has tried again before it arrives', async () => {
      simulator.faults.nextDelivery(['delay']);
      const { delivery } = await simulator.say(appId, '你好');
      expect(delivery.attempts).toMatchObject([
        { outcome: 'TIMED_OUT', durationMs: 5_000 },
        { outcome: 'ACCEPTED', status: 200 },
      ]);
      await simulator.settled();
      expect(platform.received).toHaveLength(2);
    });

    test('reordered: held back until a later one has gone', async () => {
      simulator.faults.nextDelivery(['reorder']);
      const cancelled = simulator.cancel(appId);
      await simulator.authorize({ appId, push: 'BEFORE' });
      expect((await cancelled).outcome).toBe('ACKNOWLEDGED');
      expect(platform.fields('InfoType')).toEqual(['authorized', 'unauthorized']);
    });

    test('reordered with nothing later: sent when everything is to be over', async () => {
      simulator.faults.nextDelivery(['reorder', 'duplicate', 'delay']);
      const cancelled = simulator.cancel(appId);
      await simulator.settled();
      expect(await cancelled).toMatchObject({ outcome: 'ACKNOWLEDGED' });
      expect(platform.fields('InfoType')).toEqual(Array.from({ length: 3 }, () => 'unauthorized'));
    });

    test('signed wrongly: the next attempt is right', async () => {
      platform.answer = ({ signed }) => ({ status: signed ? 200 : 403 });
      simulator.faults.nextDelivery(['wrongSignature']);
      const { delivery } = await simulator.say(appId, '你好');
      expect(delivery.attempts).toMatchObject([{ status: 403 }, { outcome: 'ACCEPTED' }]);
      expect(platform.received.map(({ signed }) => signed)).toEqual([false, true]);
    });

    test('R29: after the key was changed, the old one is used now and then, and the reply has to use it too', async () => {
      const former = simulator.component.encodingAesKeys[0];
      simulator.rotateKey('k'.repeat(43));
      expect(simulator.component.encodingAesKeys).toEqual(['k'.repeat(43), former]);
      platform.answer = (received) => ({
        body: platform.reply(received, [
          ['MsgType', 'text'],
          ['Content', `key ${received.key}`],
        ]),
      });
      simulator.faults.nextDelivery(['oldKey']);
      expect((await simulator.say(appId, '你好')).reply?.content).toBe('key 1');
      expect((await simulator.say(appId, '你好')).reply?.content).toBe('key 0');
      expect(simulator.issuedSecrets()).toEqual(expect.arrayContaining([former, 'k'.repeat(43)]));
      expect(() => simulator.rotateKey('short')).toThrow('43');
    });

    test('a platform that is not there', async () => {
      simulator.configureCallbacks({ eventUrl: 'http://127.0.0.1:9/e', messageUrl: 'http://127.0.0.1:9/$APPID$' });
      const { delivery, reply } = await simulator.say(appId, '你好');
      expect([delivery.outcome, reply]).toEqual(['FAILED', null]);
      expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 3 }, () => 'UNREACHABLE'));
      expect(() => simulator.configureCallbacks({ eventUrl: 'http://x/', messageUrl: 'http://x/' })).toThrow('$APPID$');
    });
  });

  describe('with calls', () => {
    test.each(['reset', 'halfAnswer'] as const)('%s: the code is spent, its answer lost', async (fault) => {
      const code = await simulator.authorize({ appId, push: 'NONE' });
      simulator.faults.next(QUERY_AUTH, fault);
      await expect(harness.exchange(code)).rejects.toThrow();
      expect(simulator.truth()).toMatchObject([{ appId, exchanged: true, accessTokens: [expect.any(String)] }]);
      expect(await harness.asComponent('api_query_auth', { authorization_code: code })).toMatchObject({
        errcode: 61009,
      });
    });

    test.each(['refused', { errcode: -1 }, { errcode: 45009 }, 'serverError'] as const)(
      '%j: nothing is done, so often as was said',
      async (fault) => {
        const code = await simulator.authorize({ appId, push: 'NONE' });
        const exchange = () =>
          harness.asComponent('api_query_auth', { authorization_code: code }).catch(() => 'no answer');
        simulator.faults.next(QUERY_AUTH, fault, 2);
        for (let call = 0; call < 2; call += 1)
          expect(await exchange()).toEqual(typeof fault === 'string' ? 'no answer' : expect.objectContaining(fault));
        expect(await exchange()).toMatchObject({ authorization_info: { authorizer_appid: appId } });
        expect(simulator.requests(QUERY_AUTH)).toBe(3);
      },
    );

    test('at a rate, on some paths, until told otherwise', async () => {
      const list = () => harness.asComponent('api_get_authorizer_list', { offset: 0, count: 1 });
      simulator.faults.set({ api: { errcode: { code: 45011, rate: 1, paths: [LIST] }, latencyMs: 1 } });
      expect(await list()).toMatchObject({ errcode: 45011 });
      expect(await harness.asComponent('api_create_preauthcode')).toMatchObject({ expires_in: 1800 });
      simulator.faults.clear();
      expect(await list()).toMatchObject({ total_count: 0 });
    });
  });

  test('the same seed makes the same faults, at about the rates given', () => {
    const drawn = (seed: number) => {
      const faults = new Faults();
      faults.set({ seed, deliveries: { drop: 0.1, delay: 0.3 }, api: { reset: 0.5 } });
      const deliveries = Array.from({ length: 1000 }, () => [...faults.ofDelivery()]);
      const calls = Array.from({ length: 1000 }, () => faults.ofCall('/x'));
      return { deliveries, calls };
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
    const { deliveries, calls } = drawn(1);
    const rate = (fault: string) => deliveries.filter((faults) => faults.some((one) => one === fault)).length / 1000;
    expect(rate('drop')).toBeCloseTo(0.1, 1);
    expect(rate('delay')).toBeCloseTo(0.3, 1);
    expect(rate('reorder')).toBe(0);
    expect(calls.filter((faults) => faults.includes('reset')).length / 1000).toBeCloseTo(0.5, 1);
  });
});
