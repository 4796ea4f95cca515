import fc from 'fast-check';
import { CREATABLE, PAYLOAD_FIELDS, WEBSITE_ONLY } from '../../../../src/domain/menu/buttons.js';
import { validateButtons, type ButtonInput } from '../../../../src/domain/menu/validate-buttons.js';
import { Problems } from '../../../../src/domain/values/validation.js';
import { anyMenu, REPAIR } from './menu-buttons.js';

const validated = (...buttons: readonly ButtonInput[]) => {
  const v = new Problems();
  return v.result(validateButtons(v, buttons, ['buttons']));
};
const problemsOf = (...buttons: readonly ButtonInput[]) => {
  const checked = validated(...buttons);
  return checked.ok ? [] : checked.problems;
};
const click = (name: string, key = 'k'): ButtonInput => ({ name, type: 'CLICK', key });
const at = (...path: readonly (string | number)[]): string[] => ['buttons', ...path.map(String)];

describe('R25: a menu is validated against WeChat’s limits', () => {
  it('any menu within them is accepted as it is', () => {
    fc.assert(
      fc.property(anyMenu, (menu) => {
        expect(validated(...menu)).toEqual({ ok: true, value: menu });
      }),
      { numRuns: 200 },
    );
  });

  it('has 1 to 3 buttons on the bar, and 1 to 5 in a list', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => click(`b${index}`));
    expect(problemsOf()).toEqual([{ code: 'TOO_FEW', path: at(), facts: { min: 1 } }]);
    expect(problemsOf(...many(3))).toEqual([]);
    expect(problemsOf(...many(4))).toEqual([{ code: 'TOO_MANY', path: at(), facts: { max: 3 } }]);
    expect(problemsOf({ name: '服务', children: many(5) })).toEqual([]);
    expect(problemsOf({ name: '服务', children: many(6) })).toEqual([
      { code: 'TOO_MANY', path: at(0, 'children'), facts: { max: 5 } },
    ]);
  });

  describe('lengths are bytes of UTF-8', () => {
    const tooLong = (max: number, ...path: readonly (string | number)[]) => [
      { code: 'TOO_LONG', path: at(...path), facts: { max, unit: 'bytes' } },
    ];

    it.each([
      ['16 letters', 'a'.repeat(16), true],
      ['17 letters', 'a'.repeat(17), false],
      ['5 Chinese characters', '物业服务厅', true],
      ['6 Chinese characters', '物业服务大厅', false],
      ['4 emoji', '🏠🏠🏠🏠', true],
      ['one family, which is 25 bytes', '👨‍👩‍👧‍👦', false],
      ['16 bytes once trimmed', '  物业服务厅a ', true],
      ['decomposed letters that compose to 16 bytes', 'e\u0301'.repeat(8), true],
    ])('of a name on the bar: %s', (_, name, fits) => {
      expect(problemsOf(click(name))).toEqual(fits ? [] : tooLong(16, 0, 'name'));
    });

    it('of a name in a list', () => {
      const listing = (name: string): ButtonInput => ({ name: '服务', children: [click(name)] });
      expect(problemsOf(listing('物'.repeat(20)))).toEqual([]);
      expect(problemsOf(listing('物'.repeat(20) + 'a'))).toEqual(tooLong(60, 0, 'children', 0, 'name'));
    });

    it('of a key and of an address', () => {
      expect(problemsOf(click('a', '钥'.repeat(42) + 'kk'))).toEqual([]);
      expect(problemsOf(click('a', '钥'.repeat(43)))).toEqual(tooLong(128, 0, 'key'));
      const view = (url: string): ButtonInput => ({ name: 'a', type: 'VIEW', url });
      const base = 'https://example.com/';
      expect(problemsOf(view(base + 'a'.repeat(1_024 - base.length)))).toEqual([]);
      expect(problemsOf(view(base + 'a'.repeat(1_025 - base.length)))).toEqual(tooLong(1_024, 0, 'url'));
    });
  });

  it.each(Object.entries(CREATABLE))('%s takes what it needs and nothing else', (type, needs) => {
    const everything = {
      key: 'k',
      url: 'https://example.com',
      miniProgramAppId: 'wx0123456789abcdef',
      pagePath: 'pages/index',
      mediaId: 'm',
      articleId: 'a',
    };
    const isNeeded = (field: string): boolean => (needs as readonly string[]).includes(field);
    const button = { name: 'a', type: type as keyof typeof CREATABLE };
    expect(problemsOf(button)).toEqual(
      PAYLOAD_FIELDS.filter(isNeeded).map((field) => ({ code: 'REQUIRED', path: at(0, field) })),
    );
    expect(problemsOf({ ...button, ...everything })).toEqual(
      PAYLOAD_FIELDS.filter((field) => !isNeeded(field)).map((field) => ({
        code: 'NOT_ALLOWED',
        path: at(0, field),
        facts: { type },
      })),
    );
  });

  it.each(WEBSITE_ONLY)('%s can be made on WeChat’s website only', (type) => {
    expect(problemsOf({ name: 'a', type })).toEqual([
      { code: 'NOT_ALLOWED', path: at(0, 'type'), facts: { button: type } },
    ]);
  });

  it('either does something or opens a list, of buttons that open none', () => {
    expect(problemsOf({ name: 'a' })).toEqual([{ code: 'REQUIRED', path: at(0, 'type') }]);
    expect(problemsOf({ name: 'a', children: [] })).toEqual([{ code: 'REQUIRED', path: at(0, 'type') }]);
    expect(problemsOf({ ...click('a'), children: [REPAIR] })).toEqual([
      { code: 'NOT_ALLOWED', path: at(0, 'type'), facts: { button: 'LIST' } },
      { code: 'NOT_ALLOWED', path: at(0, 'key'), facts: { button: 'LIST' } },
    ]);
    expect(problemsOf({ name: 'a', children: [{ name: 'b', children: [click('c')] }] })).toEqual([
      { code: 'NOT_ALLOWED', path: at(0, 'children', 0, 'children'), facts: { button: 'IN_LIST' } },
    ]);
  });

  it.each(['', '/pay', 'ftp://example.com/', 'javascript:alert(1)', 'https://exa mple.com', 'https://example.com/a b'])(
    'opens no %j',
    (url) => {
      const code = url === '' ? 'REQUIRED' : 'BAD_FORMAT';
      expect(problemsOf({ name: 'a', type: 'VIEW', url })).toEqual([{ code, path: at(0, 'url') }]);
    },
  );

  it('names no mini program that cannot be', () => {
    const button = { name: 'a', type: 'MINIPROGRAM', url: 'https://example.com', pagePath: 'p' } as const;
    for (const miniProgramAppId of ['WX0123456789abcdef', 'gh_0123456789ab', 'wx123']) {
      expect(problemsOf({ ...button, miniProgramAppId })).toEqual([
        { code: 'BAD_FORMAT', path: at(0, 'miniProgramAppId') },
      ]);
    }
  });

  it('is in its normal form: trimmed, composed, without control characters', () => {
    expect(validated(click(' cafe\u0301 ', ' k '))).toEqual({
      ok: true,
      value: [{ ...REPAIR, name: 'café', key: 'k' }],
    });
    expect(problemsOf(click('a\nb', 'k\u0000'))).toEqual([
      { code: 'NOT_ALLOWED', path: at(0, 'name') },
      { code: 'NOT_ALLOWED', path: at(0, 'key') },
    ]);
  });

  it('every mistake is named', () => {
    expect(
      problemsOf({ name: ' ', type: 'VIEW', url: 'x' }, { name: 'a', children: [click('', ''), { name: 'b' }] }),
    ).toEqual([
      { code: 'REQUIRED', path: at(0, 'name') },
      { code: 'BAD_FORMAT', path: at(0, 'url') },
      { code: 'REQUIRED', path: at(1, 'children', 0, 'name') },
      { code: 'REQUIRED', path: at(1, 'children', 0, 'key') },
      { code: 'REQUIRED', path: at(1, 'children', 1, 'type') },
    ]);
  });
});
