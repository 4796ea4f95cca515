import fc from 'fast-check';
import { formatShareCode, parseShareCode, shareCodeLabel } from '../../../../src/domain/values/share-code.js';

const ALPHABET = '23456789ACDEHJKMPRTVWXY';
const codes = fc.uint8Array({ minLength: 16, maxLength: 32 }).map(formatShareCode);
const places = fc.integer({ min: 0, max: 23 });

const plainOf = (code: string): string => code.replaceAll('-', '');
const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + by.length);

describe('R13: codes are easy to read and type, and impossible to guess', () => {
  it('are six groups of four, without look-alikes', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(new RegExp(`^([${ALPHABET}]{4}-){5}[${ALPHABET}]{4}$`));
      }),
    );
    for (const pair of ['0O', '1I', '1L', '2Z', '5S', '8B', 'UV', '6G', '0D', 'MN', 'EF', '0Q']) {
      expect(pair.split('').filter((character) => ALPHABET.includes(character)).length).toBeLessThan(2);
    }
  });

  it('hold at least 100 random bits', () => {
    expect(23 * Math.log2(ALPHABET.length)).toBeGreaterThanOrEqual(100);
    expect(() => formatShareCode(new Uint8Array(15))).toThrow(RangeError);
  });

  it('differ wherever the random bytes differ in their low 100 bits', () => {
    const distinct = fc.uniqueArray(fc.bigInt({ min: 0n, max: (1n << 100n) - 1n }), { minLength: 2, maxLength: 2 });
    const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(32, '0'), 'hex');
    fc.assert(
      fc.property(distinct, ([one = 0n, other = 0n]) => {
        expect(formatShareCode(bytesOf(one))).not.toBe(formatShareCode(bytesOf(other)));
      }),
    );
  });

  it('are the same for the same bytes, now and later', () => {
    expect(formatShareCode(new Uint8Array(16))).toBe('2222-2222-2222-2222-2222-2222');
    expect(formatShareCode(Uint8Array.from({ length: 32 }, (_, index) => index))).toMatchInlineSnapshot(
      `"5Y2W-86X7-JCA2-TV4T-TYJ5-YXM3"`,
    );
  });
});

describe('R13: what people type', () => {
  const asTyped: [string, (code: string) => string][] = [
    ['as shown', (code) => code],
    ['without dashes', plainOf],
    ['in lower case', (code) => code.toLowerCase()],
    ['with spaces for dashes, and around', (code) => `  ${code.replaceAll('-', ' ')}\n`],
    ['with other dashes', (code) => code.replaceAll('-', '–').replace('–', '−')],
    [
      'in full width',
      (code) =>
        Array.from(code, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
          .join('')
          .toLowerCase(),
    ],
    ['with an ideographic space', (code) => code.replaceAll('-', '\u3000')],
  ];

  it.each(asTyped)('%s is understood', (_, type) => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(parseShareCode(type(code))).toEqual({ ok: true, normalized: code });
      }),
    );
  });

  it('one wrong character is always told from an unknown code', () => {
    fc.assert(
      fc.property(codes, places, fc.constantFrom(...ALPHABET.split('')), (code, at, wrong) => {
        const plain = plainOf(code);
        fc.pre(plain.charAt(at) !== wrong);
        expect(parseShareCode(replaced(plain, at, wrong))).toEqual({ ok: false });
      }),
    );
  });

  it('a character outside the alphabet is never taken for one of it', () => {
    fc.assert(
      fc.property(codes, places, fc.constantFrom('0', 'O', 'I', '1', 'Z', 'S', 'B', 'U', '共'), (code, at, wrong) => {
        expect(parseShareCode(replaced(plainOf(code), at, wrong))).toEqual({ ok: false });
      }),
    );
    const lastOfAlphabet = formatShareCode(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? 22 : 0)));
    expect(lastOfAlphabet.charAt(0)).toBe('Y');
    expect(parseShareCode(replaced(lastOfAlphabet, 0, 'O'))).toEqual({ ok: false });
  });

  it('two neighbours swapped are always told from an unknown code', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 22 }), (code, at) => {
        const plain = plainOf(code);
        const [one, other] = [plain.charAt(at), plain.charAt(at + 1)];
        fc.pre(one !== other);
        expect(parseShareCode(replaced(plain, at, other + one))).toEqual({ ok: false });
      }),
    );
  });

  it.each(['', '2222', '2222-2222-2222-2222-2222-222O', '2222-2222-2222-2222-2222-2222-2', '共享码', '\u0000'])(
    '%j is no code',
    (text) => {
      expect(parseShareCode(text)).toEqual({ ok: false });
    },
  );
});

describe('R12: a label', () => {
  it('is ten characters of the digest', () => {
    expect(shareCodeLabel('0123456789abcdef'.repeat(4))).toBe('0123456789');
  });
});
