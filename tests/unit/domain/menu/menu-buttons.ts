import fc from 'fast-check';
import { CREATABLE, menuButton, type CreatableType, type MenuButton } from '../../../../src/domain/menu/buttons.js';

/** Menus for tests. */
export const REPAIR = menuButton('报修', { type: 'CLICK', key: 'repair' });
export const PAY = menuButton('缴费', { type: 'VIEW', url: 'https://pay.example.com/?a=1&b=二' });
export const SERVICES = menuButton('服务', { children: [REPAIR, PAY] });
export const WELCOME = menuButton('欢迎', { type: 'TEXT', value: '您好' });

const bytes = (text: string): number => Buffer.byteLength(text);
/** What people type: any script, emoji, quotes and backslashes, trimmed and composed as input is. */
const line = (most: number): fc.Arbitrary<string> =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('报', '修', '👪', 'é', '"', '\\', '<', '&'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 20,
    })
    .map((text) => text.trim().normalize('NFC'))
    .filter((text) => text !== '' && bytes(text) <= most);

const address = fc.webUrl({ withQueryParameters: true, withFragments: true });
const PAYLOADS = {
  key: line(128),
  url: address,
  miniProgramAppId: fc.constantFrom('wx0123456789abcdef', 'wxfedcba9876543210'),
  pagePath: line(1_024),
  mediaId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  articleId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
} as const;

const leaf = (nameBytes: number): fc.Arbitrary<MenuButton> =>
  fc.constantFrom(...(Object.keys(CREATABLE) as CreatableType[])).chain((type) => {
    const payload = Object.fromEntries(CREATABLE[type].map((field) => [field, PAYLOADS[field]]));
    return fc.tuple(line(nameBytes), fc.record(payload)).map(([name, given]) => menuButton(name, { type, ...given }));
  });

const list = fc
  .tuple(line(16), fc.array(leaf(60), { minLength: 1, maxLength: 5 }))
  .map(([name, children]) => menuButton(name, { children }));

/** Any menu that can be drafted. */
export const anyMenu: fc.Arbitrary<MenuButton[]> = fc.array(fc.oneof(leaf(16), list), { minLength: 1, maxLength: 3 });
