import type { Simulator } from '../../../src/wechat/simulator/simulator.js';
import { Harness } from './simulator-harness.js';

const leaf = (change: object = {}): Record<string, unknown> => ({
  type: 'click',
  name: '报修',
  key: 'repair',
  ...change,
});
const view = (change: object = {}): Record<string, unknown> =>
  leaf({ type: 'view', url: 'https://example.com/', key: undefined, ...change });
const menu = (...button: object[]): { button: object[] } => ({ button });
const under = (...sub_button: object[]): { button: object[] } => menu({ name: '服务', sub_button });

describe('menus in the simulator', () => {
  let harness: Harness;
  let simulator: Simulator;
  let appId: string;
  let token: string;

  const create = (body: unknown) => harness.asAccount('menu/create', token, body);

  beforeAll(async () => {
    harness = await Harness.start();
    ({ simulator } = harness);
  });
  beforeEach(async () => {
    ({ appId } = simulator.addAccount());
    token = await harness.authorized(appId);
  });
  afterAll(() => harness.close());

  test('R25: a menu is created, read in both forms, replaced whole and deleted', async () => {
    const both = menu({ name: '服务', sub_button: [leaf(), view({ name: '公告' })] }, leaf({ name: '联系' }));
    expect(await create(both)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(simulator.menuOf(appId)).toEqual({ madeBy: 'API', buttons: both.button });
    expect(await harness.asAccount('menu/get', token)).toEqual({
      menu: {
        button: [
          {
            name: '服务',
            sub_button: [
              { type: 'click', name: '报修', key: 'repair', sub_button: [] },
              { type: 'view', name: '公告', url: 'https://example.com/', sub_button: [] },
            ],
          },
          { type: 'click', name: '联系', key: 'repair', sub_button: [] },
        ],
      },
    });
    expect(await harness.asAccount('get_current_selfmenu_info', token)).toEqual({
      is_menu_open: 1,
      selfmenu_info: {
        button: [
          {
            name: '服务',
            sub_button: {
              list: [
                { type: 'click', name: '报修', key: 'repair' },
                { type: 'view', name: '公告', url: 'https://example.com/' },
              ],
            },
          },
          { type: 'click', name: '联系', key: 'repair' },
        ],
      },
    });
    await create(menu(leaf()));
    expect(simulator.menuOf(appId)?.buttons).toHaveLength(1);
    expect(await harness.asAccount('menu/delete', token)).toMatchObject({ errcode: 0 });
    expect(await harness.asAccount('menu/get', token)).toMatchObject({ errcode: 46003 });
    expect(await harness.asAccount('get_current_selfmenu_info', token)).toMatchObject({ is_menu_open: 0 });
  });

  test('R25: a menu made by hand is seen by one call and not by the other', async () => {
    const news = { name: '公告', type: 'news', value: 'media-1', news_info: { list: [{ title: '停水通知' }] } };
    simulator.setWebsiteMenu(appId, [
      news,
      { name: '更多', sub_button: [{ name: '电话', type: 'text', value: '12345' }] },
    ]);
    expect(await harness.asAccount('menu/get', token)).toMatchObject({ errcode: 46003 });
    expect(await harness.asAccount('get_current_selfmenu_info', token)).toEqual({
      is_menu_open: 1,
      selfmenu_info: {
        button: [news, { name: '更多', sub_button: { list: [{ name: '电话', type: 'text', value: '12345' }] } }],
      },
    });
  });

  test.each<[number, string, unknown]>([
    [40016, 'no buttons', menu()],
    [40016, 'no list', {}],
    [40016, 'four buttons', menu(leaf(), leaf(), leaf(), leaf())],
    [40017, 'an unknown type', menu(leaf({ type: 'shake' }))],
    [40017, 'a type and sub-buttons', menu({ ...leaf(), sub_button: [leaf()] })],
    [40018, 'a name of 17 bytes', menu(leaf({ name: '五个汉字啊ab' }))],
    [40018, 'no name', menu(leaf({ name: '' }))],
    [40019, 'no key', menu(leaf({ key: '' }))],
    [40019, 'a key of 129 bytes', menu(leaf({ key: 'k'.repeat(129) }))],
    [40020, 'no url', menu(view({ url: undefined }))],
    [40020, 'a url of 1025 bytes', menu(view({ url: `https://example.com/${'u'.repeat(1005)}` }))],
    [40022, 'three levels', under(leaf({ type: undefined, sub_button: [leaf()] }))],
    [40023, 'six sub-buttons', under(leaf(), leaf(), leaf(), leaf(), leaf(), leaf())],
    [40023, 'no sub-buttons', under()],
    [40024, 'an unknown type below', under(leaf({ type: 'shake' }))],
    [40025, 'a name of 61 bytes below', under(leaf({ name: 'n'.repeat(61) }))],
    [40026, 'no key below', under(leaf({ key: undefined }))],
    [40027, 'no url below', under(view({ url: undefined }))],
    [40054, 'a url that is none, below', under(view({ url: 'example' }))],
    [40055, 'a url of another scheme', menu(view({ url: 'ftp://example.com/' }))],
    [40033, 'escapes', '{"button":[{"type":"click","name":"\\u62a5","key":"k"}]}'],
    [
      45064,
      'a mini program that is not linked',
      menu(view({ type: 'miniprogram', appid: 'wx0123456789abcdef', pagepath: 'p' })),
    ],
    [40007, 'no material', menu(leaf({ type: 'media_id' }))],
    [53600, 'no article', menu(leaf({ type: 'article_id' }))],
    [65308, 'no action', menu({ name: '报修' })],
    [65308, 'no action below', under({ name: '报修' })],
    [47001, 'no object', menu('x' as never)],
  ])('R25: %d for %s, and what was there stays', async (errcode, _, body) => {
    await create(menu(leaf({ name: '先' })));
    expect(await create(body)).toMatchObject({ errcode });
    expect(simulator.menuOf(appId)?.buttons).toMatchObject([{ name: '先' }]);
  });

  test.each<[string, unknown]>([
    ['names of 16 and 60 bytes', menu({ name: '五个汉字啊a', sub_button: [leaf({ name: '字'.repeat(20) })] })],
    ['a key of 128 bytes', menu(leaf({ key: 'k'.repeat(128) }))],
    [
      'five below each of three',
      menu(...[1, 2, 3].map(() => ({ name: '服务', sub_button: Array.from({ length: 5 }, () => leaf()) }))),
    ],
    ['what menu/get returned', menu({ ...leaf(), sub_button: [] })],
    [
      'material and articles',
      under(leaf({ type: 'view_limited', media_id: 'm' }), leaf({ type: 'article_view_limited', article_id: 'a' })),
    ],
  ])('R25: taken: %s', async (_, body) => {
    expect(await create(body)).toMatchObject({ errcode: 0 });
  });

  test('R25: a linked mini program', async () => {
    const miniProgram = simulator.addAccount({ kind: 'MINI_PROGRAM' });
    const button = view({ type: 'miniprogram', appid: miniProgram.appId, pagepath: 'pages/index' });
    expect(await create(menu(button))).toMatchObject({ errcode: 0 });
  });

  test.each([
    [61007, 'without permission set 15', { permissions: [1, 3] }],
    [48001, 'of an unverified subscription account', { kind: 'SUBSCRIPTION' as const, verified: false }],
  ])('R25: %d for a menu %s', async (errcode, _, given) => {
    const other = simulator.addAccount(given);
    token = await harness.authorized(other.appId);
    expect(await create(menu(leaf()))).toMatchObject({ errcode });
    expect(await harness.asAccount('menu/get', token)).toMatchObject({ errcode });
    // What was made on the website may be seen with sets 1 and 3 as well.
    expect(await harness.asAccount('get_current_selfmenu_info', token)).toMatchObject({ is_menu_open: 0 });
    expect(await harness.asAccount('get_current_autoreply_info', token)).toMatchObject({ is_autoreply_open: 0 });
  });

  describe('access tokens', () => {
    const read = (access_token: string) => harness.asAccount('menu/get', access_token);

    test('41001 without one, 40001 for an unknown one, 61015 for the component’s', async () => {
      expect(await read('')).toMatchObject({ errcode: 41001 });
      expect(await read('x')).toMatchObject({ errcode: 40001 });
      expect(await read(await harness.componentToken())).toMatchObject({ errcode: 61015 });
    });

    test('42001 when its time is over, 40001 when WeChat forgets it', async () => {
      simulator.expireAccessTokens(appId);
      expect(await read(token)).toMatchObject({ errcode: 42001 });
      simulator.invalidateAccessTokens(appId);
      expect(await read(token)).toMatchObject({ errcode: 40001 });
    });

    test('a superseded one is taken for five minutes more', async () => {
      const { refreshToken } = simulator.truth().find((grant) => grant.appId === appId) ?? {};
      await harness.asComponent('api_authorizer_token', {
        authorizer_appid: appId,
        authorizer_refresh_token: refreshToken,
      });
      expect(await read(token)).toMatchObject({ errcode: 46003 });
      harness.clock.advance(300);
      expect(await read(token)).toMatchObject({ errcode: 40001 });
    });

    test('R2: 40001 once the account is authorized again; R6: 61003 once it is not', async () => {
      const newer = await harness.authorized(appId);
      expect(await read(token)).toMatchObject({ errcode: 40001 });
      await simulator.cancel(appId, 'NONE');
      expect(await read(newer)).toMatchObject({ errcode: 61003 });
    });

    test('only known paths, only their methods', async () => {
      expect(await harness.asAccount('menu/shake', token)).toMatchObject({ errcode: 40066 });
      expect(await harness.asAccount('menu/create', token)).toMatchObject({ errcode: 43002 });
      expect(await harness.asAccount('menu/get', token, {})).toMatchObject({ errcode: 43001 });
      expect(await harness.asAccount('clear_quota', token, { appid: appId })).toMatchObject({ errcode: 0 });
      expect(await harness.asAccount('clear_quota', token, { appid: 'wx0' })).toMatchObject({ errcode: 40013 });
    });
  });
});
