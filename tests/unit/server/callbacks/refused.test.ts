import {
  EVENTS,
  letterOf,
  MESSAGES,
  PLATFORM,
  startCallbacks,
  textXml,
  ticketXml,
  type CallbackWorld,
  type Letter,
} from './callback-world.js';

type Change = (letter: Letter) => Letter;

const without =
  (name: string): Change =>
  ({ query: { [name]: _, ...query }, ...rest }) => ({ ...rest, query });
const withQuery =
  (query: Record<string, string>): Change =>
  (letter) => ({ ...letter, query: { ...letter.query, ...query } });
const withBody =
  (change: (body: string) => string): Change =>
  (letter) => ({ ...letter, body: change(letter.body) });

describe('a callback is refused, counted and logged without its contents', () => {
  let world: CallbackWorld;
  beforeEach(async () => {
    world = await startCallbacks();
  });
  afterEach(() => world.close());

  const refused = async (letter: Letter, status: number, reason: string): Promise<void> => {
    expect(await world.send(letter)).toEqual({ status, type: 'text/plain; charset=utf-8', text: 'refused' });
    expect(world.records).toMatchObject([{ outcome: 'REFUSED', reason }]);
    expect(world.receiver.pushes).toEqual([]);
    expect(world.receiver.messages).toEqual([]);
    expect(await world.metrics()).toMatch(
      new RegExp(`gongxiang_wechat_callbacks_total{kind="(PUSH|MESSAGE)",outcome="REFUSED",reason="${reason}"} 1`),
    );
    expect(world.log).toHaveLength(1);
    expect(world.log[0]).toContain(reason);
    expect(world.log[0]).not.toMatch(/ticket@@@|nonce-/);
  };

  it.each<[string, number, string, Change]>([
    ['without a time stamp', 400, 'REQUEST', without('timestamp')],
    ['without a nonce', 400, 'REQUEST', without('nonce')],
    ['without a signature', 400, 'REQUEST', without('msg_signature')],
    ['with a time stamp that is none', 400, 'REQUEST', withQuery({ timestamp: 'now' })],
    ['with an endless nonce', 400, 'REQUEST', withQuery({ nonce: 'n'.repeat(2_000) })],
    ['with another time stamp', 403, 'SIGNATURE', withQuery({ timestamp: '1767268801' })],
    ['with another nonce', 403, 'SIGNATURE', withQuery({ nonce: 'n' })],
    ['with a wrong first signature', 403, 'SIGNATURE', withQuery({ signature: '0'.repeat(40) })],
    ['with a wrong second signature', 403, 'SIGNATURE', withQuery({ msg_signature: '0'.repeat(40) })],
    ['with another ciphertext', 403, 'SIGNATURE', withBody((body) => body.replace('<Encrypt><![CDATA[', '$&AAAA'))],
    ['that is empty', 400, 'ENVELOPE', withBody(() => '')],
    ['that is no XML', 400, 'ENVELOPE', withBody(() => '{"a": 1}')],
    ['that is cut off', 400, 'ENVELOPE', withBody((body) => body.slice(0, -5))],
    ['with a document type', 400, 'ENVELOPE', withBody((body) => `<!DOCTYPE xml>${body}`)],
    ['without a ciphertext', 400, 'ENVELOPE', withBody((body) => body.replaceAll('Encrypt', 'Other'))],
    ['for another platform', 403, 'APP_ID', withBody((body) => body.replace(PLATFORM.appId, 'wx0000000000000000'))],
    ['that is very large', 413, 'TOO_LARGE', withBody((body) => body + ' '.repeat(65_536))],
    ['of a type that it is not', 415, 'CONTENT_TYPE', (letter) => ({ ...letter, contentType: 'application/json' })],
    ['of no type', 415, 'CONTENT_TYPE', (letter) => ({ ...letter, contentType: null })],
  ])('%s: %i %s', async (_, status, reason, change) => {
    await refused(change(await letterOf(EVENTS, ticketXml('ticket@@@1'))), status, reason);
  });

  it.each([
    ['too old', 301],
    ['from the future', -301],
  ])('that is %s', async (_, late) => {
    await refused(await letterOf(EVENTS, ticketXml('ticket@@@1'), { late }), 403, 'TIME_STAMP');
  });

  it('within the window it is taken', async () => {
    for (const late of [299, -299]) {
      expect(await world.send(await letterOf(EVENTS, ticketXml('t'), { late }))).toMatchObject({ status: 200 });
    }
  });

  it('of a party that knows our token but not our key', async () => {
    const party = { ...PLATFORM, encodingAesKey: 'x'.repeat(43) };
    await refused(await letterOf(EVENTS, ticketXml('ticket@@@1'), { party }), 400, 'CIPHERTEXT');
  });

  it('encrypted for another platform', async () => {
    const party = { ...PLATFORM, appId: 'wx0000000000000000' };
    await refused(await letterOf(MESSAGES, textXml('你好', '1'), { party }), 403, 'APP_ID');
  });

  it.each([
    ['a message', EVENTS, textXml('你好', '1')],
    ['a push', MESSAGES, ticketXml('ticket@@@1')],
    ['no XML', MESSAGES, '你好'],
  ])('that holds %s where it is not expected', async (_, path, text) => {
    await refused(await letterOf(path, text), 400, 'CONTENT');
  });

  it.each(['wx', 'wx570bc396a51b8ff', 'wx570bc396a51b8ff8x', 'WX570BC396A51B8FF8', '$APPID$', '%00'])(
    'to the address of %s',
    async (id) => {
      await refused(await letterOf(`/wechat/messages/${id}`, textXml('你好', '1')), 404, 'ADDRESS');
    },
  );

  it('when it comes with parameters twice', async () => {
    const letter = await letterOf(EVENTS, ticketXml('ticket@@@1'));
    await refused({ ...letter, path: `${EVENTS}?nonce=one&x=` }, 400, 'REQUEST');
  });
});

describe('a flood of refused callbacks', () => {
  it('fills neither the log nor the memory', async () => {
    const world = await startCallbacks();
    const letter = without('nonce')(await letterOf(EVENTS, ticketXml('t')));
    for (let count = 0; count < 100; count++) await world.send(letter);
    expect(world.log).toHaveLength(10);
    await world.close();
    expect(world.log).toHaveLength(11);
    expect(JSON.parse(world.log[10] ?? '')).toMatchObject({ refused: { REQUEST: 90 } });
  });
});

describe('of requests of whoever has not shown that it knows our token', () => {
  it('only so many are received at once, and WeChat’s are received all the same', async () => {
    const world = await startCallbacks({ limits: { unproven: 0 } });
    const letter = await letterOf(EVENTS, ticketXml('t'));
    expect(await world.send(without('signature')(letter))).toMatchObject({ status: 503, text: '' });
    expect(await world.send(letter)).toMatchObject({ status: 200 });
    await world.close();
  });
});
