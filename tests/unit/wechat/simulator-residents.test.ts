import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import type { XmlElement } from '../../../src/wechat/simulator/xml.js';
import type { PlatformStub, Received } from './platform-stub.js';
import { Harness } from './simulator-harness.js';

const text = (content: string): XmlElement[] => [
  ['MsgType', 'text'],
  ['Content', content],
];

describe('residents in the simulator', () => {
  let harness: Harness;
  let simulator: Simulator;
  let platform: PlatformStub;
  let appId: string;
  let originalId: string;

  const replying = (elements: readonly XmlElement[]) => {
    platform.answer = (received) => ({ body: platform.reply(received, elements) });
  };

  beforeEach(async () => {
    harness = await Harness.start();
    ({ simulator, platform } = harness);
    ({ appId, originalId } = simulator.addAccount());
    await simulator.authorize({ appId, push: 'NONE' });
  });
  afterEach(() => harness.close());

  test('R26: a text reaches the account’s URL, and the reply is read', async () => {
    replying(text('您好'));
    const { delivery, reply } = await simulator.say(appId, '你好 ]]> <b>');
    expect(delivery).toMatchObject({
      kind: 'text',
      appId,
      outcome: 'ACKNOWLEDGED',
      attempts: [{ outcome: 'ACCEPTED' }],
    });
    expect(reply).toEqual({ type: 'text', content: '您好', mediaId: null, articles: [] });
    const [message] = platform.received;
    expect(message).toMatchObject({ path: `/messages/${appId}`, signed: true });
    expect(message?.query.get('kept')).toBe('1');
    expect(message?.query.get('openid')).toBe(simulator.openId(appId));
    const fields = ['ToUserName', 'FromUserName', 'MsgType', 'Content'];
    expect(fields.map((name) => message?.field(name))).toEqual([
      originalId,
      simulator.openId(appId),
      'text',
      '你好 ]]> <b>',
    ]);
  });

  test('message ids have 64 bits and are told once each', async () => {
    await simulator.say(appId, '一');
    await simulator.send(appId, { type: 'image' });
    const ids = platform.fields('MsgId').map((id) => BigInt(id ?? 0));
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id > BigInt(Number.MAX_SAFE_INTEGER) && id < 2n ** 63n)).toBe(true);
    expect(platform.fields('PicUrl')[1]).toContain('http');
  });

  test('several people, each with an openid of its own at each account', async () => {
    const second = simulator.openId(appId, 2);
    await simulator.event(appId, { event: 'subscribe' });
    await simulator.event(appId, { event: 'subscribe' }, second);
    await simulator.event(appId, { event: 'unsubscribe' });
    expect(simulator.followers(appId)).toEqual([second]);
    expect(new Set([second, simulator.openId(appId), simulator.openId('wx0')]).size).toBe(3);
    expect(second).toMatch(/^o[A-Za-z0-9]{27}$/);
    expect(platform.fields('Event')).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
    expect(platform.fields('MsgId')).toEqual([null, null, null]);
  });

  test('tapping the live menu tells what the button is for', async () => {
    simulator.setWebsiteMenu(appId, [
      {
        name: '服务',
        sub_button: [
          { name: '报修', type: 'click', key: 'repair' },
          { name: '电话', type: 'text', value: '1' },
        ],
      },
      { name: '官网', type: 'view', url: 'https://example.com/' },
      { name: '扫码', type: 'scancode_push', key: 'door' },
    ]);
    await simulator.tap(appId, ['服务', '报修']);
    await simulator.tap(appId, [1]);
    await simulator.tap(appId, [2]);
    expect(await simulator.tap(appId, [0, 1])).toMatchObject({ delivery: { outcome: 'NOT_SENT' }, reply: null });
    expect(platform.fields('Event')).toEqual(['CLICK', 'VIEW', 'scancode_push']);
    expect(platform.fields('EventKey')).toEqual(['repair', 'https://example.com/', 'door']);
    await expect(simulator.tap(appId, ['服务', '没有'])).rejects.toThrow('no such button');
  });

  test('R6: without a grant of the messages nothing is sent', async () => {
    await simulator.changePermissions(appId, [15], 'NONE');
    expect(await simulator.say(appId, '你好')).toMatchObject({ delivery: { outcome: 'NOT_SENT' }, reply: null });
    await simulator.cancel(appId, 'NONE');
    expect(await simulator.say(appId, '你好')).toMatchObject({ delivery: { outcome: 'NOT_SENT' } });
    expect(platform.received).toEqual([]);
  });

  test.each<[string, XmlElement[], object]>([
    [
      'a picture',
      [
        ['MsgType', 'image'],
        ['Image', [['MediaId', 'm']]],
      ],
      { type: 'image', mediaId: 'm' },
    ],
    [
      'an article',
      [
        ['MsgType', 'news'],
        ['ArticleCount', 1],
        [
          'Articles',
          [
            [
              'item',
              [
                ['Title', 't'],
                ['Description', 'd'],
                ['PicUrl', 'p'],
                ['Url', 'u'],
              ],
            ],
          ],
        ],
      ],
      { type: 'news', articles: [{ title: 't', description: 'd', pictureUrl: 'p', url: 'u' }] },
    ],
    ['customer service', [['MsgType', 'transfer_customer_service']], { type: 'transfer_customer_service' }],
  ])('R26: a reply may be %s', async (_, elements, expected) => {
    replying(elements);
    expect((await simulator.say(appId, '你好')).reply).toMatchObject(expected);
  });

  test.each<[string, (received: Received) => string, RegExp]>([
    ['text that is no XML', () => 'ok', /no XML|not one element/],
    ['a reply that is not encrypted', () => '<xml><MsgType>text</MsgType></xml>', /Encrypt is missing/],
    ['a wrong signature', (received) => platform.reply(received, text('x'), { signature: '0' }), /MsgSignature/],
    ['a text of 2049 bytes', (received) => platform.reply(received, text('x'.repeat(2049))), /2048/],
    ['an unknown kind', (received) => platform.reply(received, [['MsgType', 'dance']]), /MsgType/],
    [
      'a reply to somebody else',
      (received) => platform.reply(received, text('x'), { to: 'oSomebody' }),
      /somebody else/,
    ],
    [
      'two articles',
      (received) =>
        platform.reply(received, [
          ['MsgType', 'news'],
          ['ArticleCount', 2],
          [
            'Articles',
            [
              ['item', [['Title', 't']]],
              ['item', [['Title', 't']]],
            ],
          ],
        ]),
      /one article/,
    ],
  ])('R26: WeChat does not use %s, and does not ask again', async (_, body, reason) => {
    platform.answer = (received) => ({ body: body(received) });
    const { delivery, reply } = await simulator.say(appId, '你好');
    expect([delivery.outcome, reply]).toEqual(['FAILED', null]);
    expect(delivery.attempts).toMatchObject([
      { outcome: 'MALFORMED', reason: expect.stringMatching(reason) as string },
    ]);
  });

  test('three attempts at most, of the same message', async () => {
    const statuses = [500, 404, 200];
    platform.answer = () => ({ status: statuses.shift() ?? 200 });
    const { delivery } = await simulator.say(appId, '你好');
    expect(delivery).toMatchObject({
      outcome: 'ACKNOWLEDGED',
      attempts: [{ outcome: 'REFUSED', status: 500 }, { outcome: 'REFUSED', status: 404 }, { outcome: 'ACCEPTED' }],
    });
    expect(new Set(platform.fields('MsgId')).size).toBe(1);
    expect(new Set(platform.received.map(({ query }) => query.get('nonce'))).size).toBe(3);
  });

  test('who is slow is asked again', async () => {
    const never = new Promise<void>(() => undefined);
    await harness.close();
    harness = await Harness.start({ callbackTimeoutMs: 1_000 });
    ({ simulator, platform } = harness);
    ({ appId } = simulator.addAccount());
    await simulator.authorize({ appId, push: 'NONE' });
    platform.answer = () => (platform.received.length === 1 ? { after: never } : {});
    const { delivery } = await simulator.say(appId, '你好');
    expect(delivery.attempts).toMatchObject([{ outcome: 'TIMED_OUT', status: null }, { outcome: 'ACCEPTED' }]);
  });

  describe('customer-service messages', () => {
    const send = async (access_token: string, touser: string, change: object = {}) =>
      harness.asAccount('message/custom/send', access_token, {
        touser,
        msgtype: 'text',
        text: { content: '已派单' },
        ...change,
      });

    test('are taken for 48 hours after the last message, twenty times', async () => {
      const token = await harness.authorized(appId);
      const openId = simulator.openId(appId);
      expect(await send(token, openId)).toMatchObject({ errcode: 40003 });
      await simulator.say(appId, '你好');
      expect(await send(token, openId)).toEqual({ errcode: 0, errmsg: 'ok' });
      expect(simulator.sent(appId)).toMatchObject([{ openId, type: 'text', content: '已派单' }]);
      for (let more = 1; more < 20; more += 1) await send(token, openId);
      expect(await send(token, openId)).toMatchObject({ errcode: 45047 });
      await simulator.event(appId, { event: 'CLICK', eventKey: 'k' });
      expect(await send(token, openId)).toMatchObject({ errcode: 0 });
      harness.clock.advance(48 * 3600);
      expect(await send(await harness.authorized(appId), openId)).toMatchObject({ errcode: 45015 });
    });

    test.each([
      [40008, { msgtype: 'dance' }],
      [44004, { text: { content: '' } }],
      [45002, { text: { content: 'x'.repeat(2049) } }],
      [47001, { text: 'x' }],
    ])('%d for %j', async (errcode, change) => {
      const token = await harness.authorized(appId);
      await simulator.say(appId, '你好');
      expect(await send(token, simulator.openId(appId), change)).toMatchObject({ errcode });
    });

    test('61007 without permission set 1', async () => {
      expect(await send(await harness.authorized(appId, [15]), simulator.openId(appId))).toMatchObject({
        errcode: 61007,
      });
    });
  });

  describe('the release test', () => {
    const platformThatPasses = (): void => {
      platform.answer = (received) => {
        const content = received.field('Content') ?? '';
        const event = received.field('Event');
        if (received.field('InfoType') !== null) return { body: 'success' };
        if (event !== null) return { body: platform.reply(received, text(`${event}from_callback`)) };
        const code = /^QUERY_AUTH_CODE:(.*)$/.exec(content)?.[1];
        if (code === undefined) return { body: platform.reply(received, text(`${content}_callback`)) };
        void harness.exchange(code).then(({ authorizer_access_token }) =>
          harness.asAccount('message/custom/send', String(authorizer_access_token), {
            touser: received.field('FromUserName'),
            msgtype: 'text',
            text: { content: `${code}_from_api` },
          }),
        );
        return {};
      };
    };

    test.each([0, 1, 2, 3, 4])('passes with the pair %d, whose accounts nobody is offered', async (which) => {
      platformThatPasses();
      const report = await simulator.runReleaseTest(which);
      expect(report.lines.map(({ step, passed }) => [step, passed])).toEqual(
        ['TICKET', 'AUTHORIZED', 'TEXT', 'API_TEXT', 'EVENT', 'UNAUTHORIZED'].map((step) => [step, true]),
      );
      expect(report.passed).toBe(true);
      expect(simulator.accounts().map((account) => account.appId)).not.toContain(report.appId);
      expect(simulator.truth().map((grant) => grant.appId)).toEqual([appId]);
    });

    test('says where a platform fails', async () => {
      platformThatPasses();
      const passing = platform.answer;
      platform.answer = (received) => (received.field('Event') === null ? passing(received) : { body: 'success' });
      const report = await simulator.runReleaseTest();
      expect(report.passed).toBe(false);
      expect(report.lines.filter(({ passed }) => !passed)).toMatchObject([
        { step: 'EVENT', found: 'ACKNOWLEDGED, no reply' },
      ]);
    });
  });
});
