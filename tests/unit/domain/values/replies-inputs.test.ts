import type { InputProblem } from '../../../../src/domain/refusal.js';
import type { GivenReply } from '../../../../src/domain/values/inputs/reply-input.js';
import { validateSetAutomaticReplies, type GivenReplies } from '../../../../src/domain/values/inputs/replies-inputs.js';
import type { Validated } from '../../../../src/domain/values/validation.js';
import { APP } from '../stories.js';

const validate = (replies: Partial<GivenReplies>) =>
  validateSetAutomaticReplies({ idempotencyKey: 'k', appId: APP, replies: { keywords: [], ...replies } });
const byDefault = (reply: GivenReply) => validate({ byDefault: reply });
const onSubscribe = (reply: GivenReply) => validate({ onSubscribe: reply });
const TEXT: GivenReply = { type: 'TEXT', text: '您好' };
type Rule = GivenReplies['keywords'][number];
const rule = (keywords: readonly string[], match: Rule['match'] = 'CONTAINS'): Rule => ({
  keywords,
  match,
  reply: TEXT,
});
const article = { title: '通知', url: 'https://example.com/a' };
const articles = (count: number) => Array.from({ length: count }, () => article);
const news = (one: Readonly<Record<string, unknown>>): GivenReply => ({
  type: 'NEWS',
  articles: [{ ...article, ...one }],
});

const problemsOf = (validated: Validated<unknown>): readonly InputProblem[] => (validated.ok ? [] : validated.problems);

describe('R26: automatic replies are taken', () => {
  it('in their normal form', () => {
    const input = validate({
      onSubscribe: { type: 'NEWS', articles: [{ ...article, description: ' cafe\u0301 ', pictureUrl: null }] },
      keywords: [{ keywords: [' 水 '], match: 'EQUALS', reply: { type: 'IMAGE', mediaId: ' abc-_1 ' } }],
      byDefault: { type: 'TEXT', text: ' 第一行\r\n第二行\n', mediaId: null, articles: null },
    });
    expect(input).toEqual({
      ok: true,
      value: {
        idempotencyKey: 'k',
        appId: APP,
        replies: {
          onSubscribe: {
            type: 'NEWS',
            articles: [{ ...article, description: 'caf\u00e9', pictureUrl: null }],
          },
          keywords: [{ keywords: ['水'], match: 'EQUALS', reply: { type: 'IMAGE', mediaId: 'abc-_1' } }],
          byDefault: { type: 'TEXT', text: '第一行\n第二行' },
        },
      },
    });
  });

  it.each<[string, Validated<unknown>]>([
    ['none at all', validate({})],
    ['2,048 bytes of text', byDefault({ type: 'TEXT', text: `${'水'.repeat(682)}ab` })],
    ['200 rules', validate({ keywords: Array.from({ length: 200 }, (_, index) => rule([`k${index}`])) })],
    ['10 keywords a rule', validate({ keywords: [rule(Array.from('一二三四五六七八九十'))] })],
    ['128 characters a keyword', validate({ keywords: [rule(['长'.repeat(128)])] })],
    ['eight articles on subscribing', onSubscribe({ type: 'NEWS', articles: articles(8) })],
    ['a keyword that is contained as well as equal', validate({ keywords: [rule(['水'], 'EQUALS'), rule(['水'])] })],
  ])('%s', (_, validated) => {
    expect(problemsOf(validated)).toEqual([]);
  });

  const at = (...path: string[]): string[] => ['replies', ...path];
  const inRule = (index: number, ...path: string[]): string[] => at('keywords', String(index), ...path);
  const inArticle = (...path: string[]): string[] => at('byDefault', 'articles', '0', ...path);

  it.each<[string, Validated<unknown>, InputProblem]>([
    ['no text', byDefault({ type: 'TEXT' }), { code: 'REQUIRED', path: at('byDefault', 'text') }],
    ['a blank text', onSubscribe({ type: 'TEXT', text: ' \n' }), { code: 'REQUIRED', path: at('onSubscribe', 'text') }],
    [
      'a text of 2,049 bytes',
      byDefault({ type: 'TEXT', text: '水'.repeat(683) }),
      { code: 'TOO_LONG', path: at('byDefault', 'text'), facts: { max: 2_048, unit: 'bytes' } },
    ],
    [
      'a text that no XML can hold',
      byDefault({ type: 'TEXT', text: 'a\u0000b' }),
      { code: 'NOT_ALLOWED', path: at('byDefault', 'text') },
    ],
    [
      'half a character',
      byDefault({ type: 'TEXT', text: 'a\ud800b' }),
      { code: 'NOT_ALLOWED', path: at('byDefault', 'text') },
    ],
    ['no picture', byDefault({ type: 'IMAGE' }), { code: 'REQUIRED', path: at('byDefault', 'mediaId') }],
    [
      'a picture that WeChat never named so',
      byDefault({ type: 'IMAGE', mediaId: '图片' }),
      { code: 'BAD_FORMAT', path: at('byDefault', 'mediaId') },
    ],
    [
      'a picture’s long id',
      byDefault({ type: 'IMAGE', mediaId: 'm'.repeat(257) }),
      { code: 'TOO_LONG', path: at('byDefault', 'mediaId'), facts: { max: 256 } },
    ],
    ['no articles', byDefault({ type: 'NEWS' }), { code: 'REQUIRED', path: at('byDefault', 'articles') }],
    [
      'an empty list of articles',
      byDefault({ type: 'NEWS', articles: [] }),
      { code: 'TOO_FEW', path: at('byDefault', 'articles'), facts: { min: 1 } },
    ],
    [
      'two articles in answer to a message',
      byDefault({ type: 'NEWS', articles: articles(2) }),
      { code: 'TOO_MANY', path: at('byDefault', 'articles'), facts: { max: 1 } },
    ],
    [
      'two articles in answer to a keyword',
      validate({ keywords: [{ ...rule(['水']), reply: { type: 'NEWS', articles: articles(2) } }] }),
      { code: 'TOO_MANY', path: inRule(0, 'reply', 'articles'), facts: { max: 1 } },
    ],
    [
      'nine articles on subscribing',
      onSubscribe({ type: 'NEWS', articles: articles(9) }),
      { code: 'TOO_MANY', path: at('onSubscribe', 'articles'), facts: { max: 8 } },
    ],
    ['an article without a title', byDefault(news({ title: '' })), { code: 'REQUIRED', path: inArticle('title') }],
    [
      'a long title',
      byDefault(news({ title: '长'.repeat(65) })),
      { code: 'TOO_LONG', path: inArticle('title'), facts: { max: 64 } },
    ],
    ['a title of two lines', byDefault(news({ title: '一\n二' })), { code: 'NOT_ALLOWED', path: inArticle('title') }],
    [
      'a long description',
      byDefault(news({ description: '长'.repeat(121) })),
      { code: 'TOO_LONG', path: inArticle('description'), facts: { max: 120 } },
    ],
    ['no link', byDefault(news({ url: '' })), { code: 'REQUIRED', path: inArticle('url') }],
    [
      'a link that runs a script',
      byDefault(news({ url: 'javascript:alert(1)' })),
      { code: 'BAD_FORMAT', path: inArticle('url') },
    ],
    [
      'a picture that is nowhere',
      byDefault(news({ pictureUrl: 'example' })),
      { code: 'BAD_FORMAT', path: inArticle('pictureUrl') },
    ],
    [
      'a text beside a picture',
      byDefault({ type: 'IMAGE', mediaId: 'm', text: 'x' }),
      { code: 'NOT_ALLOWED', path: at('byDefault', 'text'), facts: { type: 'IMAGE' } },
    ],
    [
      'articles beside a text',
      byDefault({ ...TEXT, articles: [] }),
      { code: 'NOT_ALLOWED', path: at('byDefault', 'articles'), facts: { type: 'TEXT' } },
    ],
    [
      '201 rules',
      validate({ keywords: Array.from({ length: 201 }, (_, index) => rule([`k${index}`])) }),
      { code: 'TOO_MANY', path: at('keywords'), facts: { max: 200 } },
    ],
    [
      'a rule without keywords',
      validate({ keywords: [rule(['水']), rule([])] }),
      { code: 'TOO_FEW', path: inRule(1, 'keywords'), facts: { min: 1 } },
    ],
    [
      'a rule of eleven keywords',
      validate({ keywords: [rule(Array.from('一二三四五六七八九十百'))] }),
      { code: 'TOO_MANY', path: inRule(0, 'keywords'), facts: { max: 10 } },
    ],
    [
      'an empty keyword',
      validate({ keywords: [rule(['水', ' '])] }),
      { code: 'REQUIRED', path: inRule(0, 'keywords', '1') },
    ],
    [
      'a long keyword',
      validate({ keywords: [rule(['长'.repeat(129)])] }),
      { code: 'TOO_LONG', path: inRule(0, 'keywords', '0'), facts: { max: 128 } },
    ],
    [
      'a keyword twice in a rule, in another case',
      validate({ keywords: [rule(['Bill', 'bill'])] }),
      { code: 'DUPLICATE', path: inRule(0, 'keywords', '1') },
    ],
    [
      'a keyword that an earlier rule of the same match has',
      validate({ keywords: [rule(['水']), rule(['电', '水'])] }),
      { code: 'DUPLICATE', path: inRule(1, 'keywords', '1') },
    ],
    [
      'more than 256 KiB of it all',
      validate({
        keywords: Array.from({ length: 200 }, (_, index) => ({
          ...rule([`k${index}`]),
          reply: { type: 'TEXT' as const, text: 'a'.repeat(2_000) },
        })),
      }),
      { code: 'TOO_LONG', path: ['replies'], facts: { max: 262_144, unit: 'bytes' } },
    ],
  ])('not with %s', (_, validated, problem) => {
    expect(problemsOf(validated)).toEqual([problem]);
  });
});
