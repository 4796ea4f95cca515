import { MessageRefusedError } from '../../../../src/wechat/callbacks/message-refused.js';
import { openReply } from '../../wechat/messages/independent.js';
import {
  ACCOUNT,
  EVENTS,
  eventXml,
  letterOf,
  MESSAGES,
  PLATFORM,
  PREVIOUS_KEY,
  startCallbacks,
  textXml,
  ticketXml,
  type CallbackWorld,
} from './callback-world.js';

/** How long what is slow takes; WeChat is answered before. */
const SLOW = { answerWithinMs: 30 };

/** Work that ends when the test says so. */
function held<Value>(value: Value) {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { work: () => opened.then(() => value), open };
}

describe('callbacks of WeChat', () => {
  let world: CallbackWorld;
  const start = async (...options: Parameters<typeof startCallbacks>) => (world = await startCallbacks(...options));
  afterEach(() => world.close());

  it('hand a push over and take it as dealt with', async () => {
    await start();
    expect(await world.send(await letterOf(EVENTS, ticketXml('ticket@@@1')))).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: 'success',
    });
    expect(world.receiver.pushes).toEqual([
      { kind: 'ticket', createdAt: '2026-01-01T12:00:00.000Z', ticket: 'ticket@@@1' },
    ]);
    expect(world.records).toMatchObject([{ kind: 'TICKET', appId: null, outcome: 'ACCEPTED', reason: null }]);
  });

  it('hand a message over and answer with what the account replies, encrypted', async () => {
    await start();
    world.receiver.work = () => Promise.resolve({ type: 'TEXT', text: '您好' });
    const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    const reply = await openReply(PLATFORM, answer.text);
    expect(reply).toContain('<ToUserName><![CDATA[oFan-1]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>');
    expect(reply).toContain('<Content><![CDATA[您好]]></Content>');
    expect(world.receiver.messages).toMatchObject([{ appId: ACCOUNT, message: { content: '你好', messageId: '1' } }]);
  });

  it('R26: say nothing to a message for nobody here, and tell only why', async () => {
    await start();
    world.receiver.work = () => Promise.reject(new MessageRefusedError('ACCOUNT_NOT_AUTHORIZED'));
    const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
    expect(answer).toMatchObject({ status: 200, text: 'success' });
    expect(world.records).toMatchObject([
      { kind: 'MESSAGE', appId: ACCOUNT, outcome: 'REFUSED', reason: 'ACCOUNT_NOT_AUTHORIZED' },
    ]);
    expect(world.log.join('\n')).toContain('ACCOUNT_NOT_AUTHORIZED');
    expect(world.log.join('\n')).not.toMatch(/oFan|你好|could not be dealt with/);
  });

  it('say nothing where the account does not reply', async () => {
    await start();
    const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
    expect(answer).toMatchObject({ status: 200, text: 'success' });
  });

  it('may come under the previous key, and are answered with it', async () => {
    await start();
    world.receiver.work = () => Promise.resolve({ type: 'TEXT', text: '您好' });
    const party = { ...PLATFORM, encodingAesKey: PREVIOUS_KEY };
    const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1'), { party }));
    expect(await openReply(party, answer.text)).toContain('您好');
  });

  it('may come without the signature that does not cover the body', async () => {
    await start();
    const letter = await letterOf(EVENTS, ticketXml('ticket@@@1'));
    const { signature: _, ...query } = letter.query;
    expect(await world.send({ ...letter, query })).toMatchObject({ status: 200 });
  });

  it('have one effect however often they come, and the same answer (R26)', async () => {
    await start();
    world.receiver.work = () => Promise.resolve({ type: 'TEXT', text: `reply ${world.receiver.messages.length}` });
    const letter = await letterOf(MESSAGES, textXml('你好', '1'));
    const replay = [letter, letter];
    const retries = await Promise.all([
      letterOf(MESSAGES, textXml('你好', '1')),
      letterOf(MESSAGES, textXml('你好', '1')),
    ]);
    for (const each of [...replay, ...retries]) {
      expect(await openReply(PLATFORM, (await world.send(each)).text)).toContain('reply 1');
    }
    // A replay elsewhere is the same.
    const elsewhere = { ...letter, path: '/wechat/messages/wx0000000000000000' };
    expect(await openReply(PLATFORM, (await world.send(elsewhere)).text)).toContain('reply 1');
    expect(world.receiver.messages).toHaveLength(1);
    expect(world.records.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', ...Array<string>(4).fill('DUPLICATE')]);

    await world.send(await letterOf(MESSAGES, textXml('你好', '2')));
    expect(world.receiver.messages).toHaveLength(2);
  });

  it('of events are known by who, when and what', async () => {
    await start();
    for (const xml of [
      eventXml('subscribe'),
      eventXml('subscribe'),
      eventXml('unsubscribe'),
      eventXml('subscribe', 1_800_000_000),
    ]) {
      await world.send(await letterOf(MESSAGES, xml));
    }
    expect(world.receiver.messages.map(({ message }) => message.event)).toEqual([
      'subscribe',
      'unsubscribe',
      'subscribe',
    ]);
  });

  it('that come while the same one is under way wait for it', async () => {
    await start();
    const { work, open } = held(null);
    world.receiver.work = work;
    const letters = await Promise.all([1, 2, 3].map(() => letterOf(EVENTS, ticketXml('ticket@@@1'))));
    const answers = letters.map((letter) => world.send(letter));
    await until(() => world.receiver.pushes.length > 0);
    open();
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(['success', 'success', 'success']);
    expect(world.receiver.pushes).toHaveLength(1);
  });

  it('are forgotten after a while, when their time stamps are too old to be sent again', async () => {
    await start();
    await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
    world.now += 11 * 60_000;
    await world.send(await letterOf(MESSAGES, textXml('你好', '1'), { late: -11 * 60 }));
    expect(world.receiver.messages).toHaveLength(2);
  });

  describe('where the receiver', () => {
    it('is slow: a message is taken all the same and goes on', async () => {
      await start(SLOW);
      const { work, open } = held({ type: 'TEXT', text: 'late' } as const);
      world.receiver.work = work;
      const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
      expect(answer).toMatchObject({ status: 200, text: 'success' });
      expect(world.records).toMatchObject([{ outcome: 'ACCEPTED', reason: 'SLOW' }]);
      open();
      // WeChat asks again only where our answer did not reach it.
      const again = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
      expect(await openReply(PLATFORM, again.text)).toContain('late');
    });

    it('is slow: a push is to be sent again, and is then found dealt with', async () => {
      await start(SLOW);
      const { work, open } = held(null);
      world.receiver.work = work;
      expect(await world.send(await letterOf(EVENTS, ticketXml('t')))).toMatchObject({ status: 503, text: '' });
      expect(world.records).toMatchObject([{ outcome: 'FAILED', reason: 'SLOW' }]);
      open();
      expect(await world.send(await letterOf(EVENTS, ticketXml('t')))).toMatchObject({ status: 200, text: 'success' });
      expect(world.receiver.pushes).toHaveLength(1);
    });

    it.each([
      ['push', EVENTS, ticketXml('t')],
      ['message', MESSAGES, textXml('你好', '1')],
    ])('fails: a %s is to be sent again, and is then handed over again', async (_, path, xml) => {
      await start();
      world.receiver.work = () => Promise.reject(new Error('The disk is full.'));
      expect(await world.send(await letterOf(path, xml))).toMatchObject({ status: 503, text: '' });
      expect(world.records).toMatchObject([{ outcome: 'FAILED', reason: 'FAILED' }]);
      expect(world.log.join('')).toContain('The disk is full.');
      world.receiver.work = () => Promise.resolve(null);
      expect(await world.send(await letterOf(path, xml))).toMatchObject({ status: 200, text: 'success' });
      expect(world.receiver.pushes.length + world.receiver.messages.length).toBe(2);
    });

    it.each(['ACCOUNT_UNKNOWN', 'ACCOUNT_NOT_AUTHORIZED', 'OTHER_ACCOUNT'] as const)(
      'knows nobody for whom a message is: %s',
      async (reason) => {
        await start();
        world.receiver.work = () => Promise.reject(new MessageRefusedError(reason));
        const answer = await world.send(await letterOf(MESSAGES, textXml('你好', '1')));
        expect(answer).toMatchObject({ status: 200, text: 'success' });
        expect(world.records).toMatchObject([{ kind: 'MESSAGE', outcome: 'REFUSED', reason }]);
        expect(world.log.join('')).not.toContain('"level":50');
      },
    );

    it('has too much to do: what comes on top is to be sent again', async () => {
      await start({ limits: { handedOver: 1 }, ...SLOW });
      const { work, open } = held(null);
      world.receiver.work = work;
      await world.send(await letterOf(MESSAGES, textXml('a', '1')));
      expect(await world.send(await letterOf(MESSAGES, textXml('b', '2')))).toMatchObject({ status: 503 });
      expect(world.records.at(-1)).toMatchObject({ outcome: 'FAILED', reason: 'OVERLOADED' });
      open();
      await until(async () => (await world.send(await letterOf(MESSAGES, textXml('b', '2')))).status === 200);
      expect(world.receiver.messages).toHaveLength(2);
    });
  });

  it('leave nothing of residents in log, metrics and journal (R26)', async () => {
    await start();
    world.receiver.work = () => Promise.resolve({ type: 'TEXT', text: 'a reply' });
    await world.send(await letterOf(MESSAGES, textXml('a secret word', '424242')));
    await world.send(await letterOf(EVENTS, ticketXml('ticket@@@secret')));
    const told = [...world.log, await world.metrics(), JSON.stringify(world.records)].join('\n');
    expect(told).toContain('"outcome":"ACCEPTED"');
    for (const secret of ['oFan-1', 'secret', '424242', 'gh_1', 'a reply', PLATFORM.token, PLATFORM.encodingAesKey]) {
      expect(told).not.toContain(secret);
    }
  });
});

/** Waits for what other parts of the process do next. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
