import fc from 'fast-check';
import { menuButton } from '../../../src/domain/menu/buttons.js';
import { currentMenuResponse, fromCurrentMenu, toMenuJson, type JsonButton } from '../../../src/wechat/menu-json.js';
import { anyMenu } from '../domain/menu/menu-buttons.js';

const read = (answer: unknown) => fromCurrentMenu(currentMenuResponse.parse(answer));

/** As WeChat tells of a menu that was made through its API: lists are wrapped, and every button has one. */
const told = (buttons: readonly JsonButton[]): unknown => ({
  is_menu_open: 1,
  selfmenu_info: {
    button: buttons.map(({ sub_button = [], ...button }) => ({ ...button, sub_button: { list: sub_button } })),
  },
});

describe('R25: a menu in WeChat’s JSON (wechat protocol §6)', () => {
  it('any draft that can be published comes back as it was sent', () => {
    fc.assert(
      fc.property(anyMenu, (menu) => {
        const { button } = JSON.parse(JSON.stringify(toMenuJson(menu))) as { button: JsonButton[] };
        expect(read(told(button))).toEqual({ found: menu, open: true });
        expect(read({ is_menu_open: 1, selfmenu_info: { button } })).toEqual({ found: menu, open: true });
      }),
      { numRuns: 200 },
    );
  });

  it('names types and fields as WeChat does', () => {
    const miniProgram = menuButton('小程序', {
      type: 'MINIPROGRAM',
      url: 'https://example.com',
      miniProgramAppId: 'wx0123456789abcdef',
      pagePath: 'pages/index',
    });
    const scan = menuButton('扫码', { type: 'SCANCODE_WAITMSG', key: 'scan' });
    expect(toMenuJson([menuButton('服务', { children: [miniProgram, scan] })])).toEqual({
      button: [
        {
          name: '服务',
          sub_button: [
            {
              type: 'miniprogram',
              name: '小程序',
              url: 'https://example.com',
              appid: 'wx0123456789abcdef',
              pagepath: 'pages/index',
            },
            { type: 'scancode_waitmsg', name: '扫码', key: 'scan' },
          ],
        },
      ],
    });
  });

  it('tells of menus that were made on WeChat’s website', () => {
    const article = { author: '物业', show_cover: 1, source_url: '' };
    const button = [
      {
        name: '公告',
        type: 'news',
        value: 'm1',
        news_info: {
          list: [
            { ...article, title: '停水', digest: '今晚', cover_url: 'https://c', content_url: 'https://a' },
            { ...article, title: '停电', digest: '', cover_url: '', content_url: 'https://b' },
          ],
        },
      },
      {
        name: '更多',
        sub_button: {
          list: [
            { name: '欢迎', type: 'text', value: '您好' },
            { name: '照片', type: 'img', value: 'm2' },
            { name: '主页', type: 'view', url: 'https://example.com' },
          ],
        },
      },
    ];
    expect(read({ is_menu_open: 0, selfmenu_info: { button } })).toEqual({
      open: false,
      found: [
        menuButton('公告', {
          type: 'NEWS',
          value: 'm1',
          articles: [
            { title: '停水', description: '今晚', url: 'https://a', pictureUrl: 'https://c' },
            { title: '停电', description: null, url: 'https://b', pictureUrl: null },
          ],
        }),
        menuButton('更多', {
          children: [
            menuButton('欢迎', { type: 'TEXT', value: '您好' }),
            menuButton('照片', { type: 'IMG', value: 'm2' }),
            menuButton('主页', { type: 'VIEW', url: 'https://example.com' }),
          ],
        }),
      ],
    });
  });

  it('keeps a button of a type that nobody has heard of', () => {
    const button = [{ name: '视频号', type: 'finder', value: 'x' }];
    expect(read({ is_menu_open: 1, selfmenu_info: { button } }).found).toEqual([menuButton('视频号', { value: 'x' })]);
  });

  it.each([
    {},
    { is_menu_open: 0 },
    { is_menu_open: 1, selfmenu_info: null },
    { is_menu_open: 1, selfmenu_info: { button: [] } },
  ])('%j is no menu', (answer) => {
    expect(read(answer)).toEqual({ found: null, open: false });
  });
});
