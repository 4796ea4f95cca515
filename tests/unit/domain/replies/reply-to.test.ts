import fc from 'fast-check';
import type { AutomaticReplies, KeywordReply, Reply } from '../../../../src/domain/replies/events.js';
import { NO_REPLIES } from '../../../../src/domain/replies/replies-stream.js';
import { comparable, replyTo, type Incoming } from '../../../../src/domain/replies/reply-to.js';

const text = (value: string): Reply => ({ type: 'TEXT', text: value });
const rule = (match: KeywordReply['match'], keywords: readonly string[], answer: string): KeywordReply => ({
  keywords,
  match,
  reply: text(answer),
});

const message = (content: string): Incoming => ({ type: 'text', content, event: null, eventKey: null });
const event = (name: string, eventKey: string | null = null): Incoming => ({
  type: 'event',
  content: null,
  event: name,
  eventKey,
});

const REPLIES: AutomaticReplies = {
  onSubscribe: text('欢迎'),
  keywords: [
    rule('EQUALS', ['水费', 'Bill'], '水费账单'),
    rule('CONTAINS', ['水', 'WATER'], '停水通知'),
    rule('CONTAINS', ['电'], '停电通知'),
  ],
  byDefault: text('已收到'),
};

describe('R26: what an account answers', () => {
  it.each<[string, Incoming, string | null]>([
    ['a text that equals a keyword', message('水费'), '水费账单'],
    ['the same with blanks around it', message(' \n水费 '), '水费账单'],
    ['a text that holds one only', message('水费怎么交'), '停水通知'],
    ['one that several rules fit: the first', message('停电又停水'), '停水通知'],
    ['one in another case', message('bILL'), '水费账单'],
    ['one that holds a keyword in another case', message('No water today'), '停水通知'],
    ['one that fits nothing', message('你好'), '已收到'],
    ['a picture', { ...message(''), type: 'image', content: null }, '已收到'],
    ['a new follower', event('subscribe'), '欢迎'],
    ['a new follower who scanned a parametric code', event('subscribe', 'qrscene_水'), '欢迎'],
    ['a click', event('CLICK', '水费'), '水费账单'],
    ['a click whose key equals a keyword of a rule that wants to be contained', event('CLICK', '电'), '停电通知'],
    ['a click whose key only holds one', event('CLICK', '电费'), null],
    ['a click in another case', event('CLICK', 'water'), '停水通知'],
    ['a click without a key', event('CLICK'), null],
    ['someone who leaves', event('unsubscribe'), null],
    ['a menu button that opens a page', event('VIEW', '水费'), null],
    ['a scan', event('SCAN', '水费'), null],
    ['a place', event('LOCATION'), null],
  ])('to %s', (_, incoming, answer) => {
    expect(replyTo(REPLIES, incoming)).toEqual(answer === null ? null : text(answer));
  });

  it('is nothing where nothing is set', () => {
    for (const incoming of [message('水'), event('subscribe'), event('CLICK', '水')]) {
      expect(replyTo(NO_REPLIES, incoming)).toBeNull();
    }
  });

  it('does not depend on how a letter is composed', () => {
    const cafe = { ...NO_REPLIES, keywords: [rule('EQUALS', ['caf\u00e9'], '咖啡')] };
    expect(replyTo(cafe, message('CAFE\u0301'))).toEqual(text('咖啡'));
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '水', 'e\u0301', '\u00e9', ' '), maxLength: 4 });
  const keyword = word.filter((each) => comparable(each) !== '');
  const rules = fc.array(
    fc.record({
      keywords: fc.array(keyword, { minLength: 1, maxLength: 3 }),
      match: fc.constantFrom<KeywordReply['match']>('CONTAINS', 'EQUALS'),
    }),
    { maxLength: 4 },
  );

  it('is the first rule that holds an equal or contained keyword after normalisation, else the default', () => {
    fc.assert(
      fc.property(rules, word, (given, content) => {
        const keywords = given.map((each, index) => ({ ...each, reply: text(String(index)) }));
        const normal = (value: string) => value.trim().normalize('NFC').toLowerCase();
        const first = given.findIndex(({ keywords: of, match }) =>
          of.some((each) =>
            match === 'EQUALS' ? normal(content) === normal(each) : normal(content).includes(normal(each)),
          ),
        );
        const answer = replyTo({ ...NO_REPLIES, keywords, byDefault: text('default') }, message(content));
        expect(answer).toEqual(text(first < 0 ? 'default' : String(first)));
      }),
    );
  });
});
