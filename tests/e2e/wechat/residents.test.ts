import { Writable } from 'node:stream';
import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import { filesHolding } from '../../support/files.js';
import { logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

/** What WeChat waits for an answer. */
const ANSWER_WITHIN_MS = 5_000;

/** What a resident says, found wherever it is kept. */
const MARKER = 'Secret7Marker';

const text = (value: string) => ({ type: 'TEXT', text: value });

describe('R26: residents are answered', () => {
  let system: TestSystem;
  let simulator: Simulator;
  let owner: Party;
  let appId: string;
  const logged: string[] = [];

  beforeAll(async () => {
    const logTo = new Writable({
      write: (chunk: Buffer, _, done) => {
        logged.push(chunk.toString());
        done();
      },
    });
    system = await startTestSystem({ LOG_LEVEL: 'trace' }, { logTo });
    simulator = system.simulator;
    owner = await partyOf(system);
    appId = await system.authorize(owner);
    await owner.do('setAutomaticReplies', {
      appId,
      replies: {
        onSubscribe: text('欢迎'),
        keywords: [
          { keywords: ['水费'], match: 'EQUALS', reply: { type: 'IMAGE', mediaId: 'media-1' } },
          { keywords: ['水', MARKER], match: 'CONTAINS', reply: text('停水 <通知> ]]> & “9 点”\n第二行') },
          {
            keywords: ['电'],
            match: 'CONTAINS',
            reply: {
              type: 'NEWS',
              articles: [{ title: '停电通知', description: '今晚', url: 'https://example.com/power?a=1&b=2' }],
            },
          },
        ],
        byDefault: text('已收到'),
      },
    });
  });
  afterAll(() => system.close());

  const TEXT = { type: 'text', content: '停水 <通知> ]]> & “9 点”\n第二行' };

  test.each([
    ['a text that equals a keyword', () => simulator.say(appId, ' 水费 '), { type: 'image', mediaId: 'media-1' }],
    ['a text that contains one', () => simulator.say(appId, '水费怎么交？'), TEXT],
    ['by news', () => simulator.say(appId, '停电了吗'), { type: 'news' }],
    ['any other text', () => simulator.say(appId, '你好'), { type: 'text', content: '已收到' }],
    ['a picture', () => simulator.send(appId, { type: 'image' }), { type: 'text', content: '已收到' }],
    ['who begins to follow', () => simulator.event(appId, { event: 'subscribe' }), { type: 'text', content: '欢迎' }],
    ['a tap on a menu button', () => simulator.event(appId, { event: 'CLICK', eventKey: '水' }), TEXT],
    ['another tap not', () => simulator.event(appId, { event: 'CLICK', eventKey: '别的' }), null],
    ['who shows a place not', () => simulator.event(appId, { event: 'LOCATION' }), null],
  ])('%s', async (_, act, expected) => {
    const { delivery, reply } = await act();
    if (expected === null) expect(reply).toBeNull();
    else expect(reply).toMatchObject(expected);
    expect(delivery).toMatchObject({ outcome: 'ACKNOWLEDGED' });
    expect(delivery.attempts).toHaveLength(1);
    for (const { durationMs } of delivery.attempts) expect(durationMs).toBeLessThan(ANSWER_WITHIN_MS);
  });

  test('by what the owner has set since, at once', async () => {
    const other = await system.authorize(owner);
    expect((await simulator.say(other, '你好')).reply).toBeNull();
    await owner.do('setAutomaticReplies', { appId: other, replies: { keywords: [], byDefault: text('新的') } });
    expect((await simulator.say(other, '你好')).reply).toMatchObject({ content: '新的' });
  });

  test('but not for an account that nobody here owns', async () => {
    const { appId: unknown } = simulator.addAccount();
    await simulator.authorize({ appId: unknown, push: 'NONE' });
    const { delivery, reply } = await simulator.say(unknown, '你好');
    expect(delivery).toMatchObject({ outcome: 'ACKNOWLEDGED' });
    expect(reply).toBeNull();
    expect(logged.join('\n')).toContain('ACCOUNT_UNKNOWN');
  });

  test('and who they are and what they say is kept nowhere and told to nobody', async () => {
    const openId = simulator.openId(appId, 7);
    expect((await simulator.say(appId, `在吗 ${MARKER}`, openId)).reply).toMatchObject(TEXT);
    await simulator.event(appId, { event: 'subscribe' }, openId);
    await simulator.event(appId, { event: 'CLICK', eventKey: `key-${MARKER}` }, openId);
    const said = [openId, `在吗 ${MARKER}`, `key-${MARKER}`];

    const auditor = await officerOf(system, 'AUDITOR');
    const trail = await auditor.query(
      '{ auditTrail(first: 100) { nodes { summary data correlationId causationId } } }',
    );
    const metrics = await (await fetch(new URL('/metrics', system.url))).text();
    const told = [JSON.stringify(trail), JSON.stringify(await logOf(system)), metrics, ...logged].join('\n');
    expect(said.filter((secret) => told.includes(secret))).toEqual([]);
    expect(logged.length).toBeGreaterThan(10);
    // Files hold UTF-8, which is looked for byte by byte.
    expect(
      filesHolding(system.dataDir, [openId, Buffer.from(said[1] ?? '').toString('latin1'), `key-${MARKER}`]),
    ).toEqual([]);
  });
});
