import { languageOf } from '../../../src/server/http/language.js';

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['zh', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['ZH-Hant', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['en;q=0.5, zh;q=0.6', 'zh'],
    ['de, zh;q=0.9', 'en'],
    ['zh;q=0', 'en'],
    ['zh;q=nonsense', 'en'],
    ['zha', 'en'],
  ])('takes %p for %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
