import { accountOf, deauthorized, happen } from '../../support/happenings.js';
import { newKey, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const BUTTONS = [
  { name: '缴费', type: 'VIEW', url: 'https://pay.example.com/?from=menu' },
  { name: '服务', children: [{ name: '报修 🔧', type: 'CLICK', key: 'repair' }] },
];
const MENU = `menu {
  version publishedAt publishedBy { subject }
  draft { name type children { name type key } }
  live { name type value children { name type key value } }
  draftProblems { code path message }
}`;

interface Told {
  readonly version: number;
  readonly draft: readonly { readonly name: string }[] | null;
  readonly live: readonly { readonly name: string }[] | null;
  readonly publishedAt: string | null;
  readonly publishedBy: { readonly subject: string } | null;
  readonly draftProblems: readonly { readonly code: string; readonly path: readonly string[] }[];
}

describe('R25: the owner drafts, publishes, imports and deletes the account’s menu', () => {
  let system: TestSystem;
  let owner: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
  });
  afterAll(() => system.close());

  const simulator = () => {
    const { simulator: weChat } = system.gongxiang;
    if (weChat === null) throw new Error('The tests play WeChat.');
    return weChat;
  };
  const save = (appId: string, expectedVersion: number, buttons: readonly unknown[] = BUTTONS) =>
    owner.do<{ menu: Told }>('saveMenuDraft', { appId, expectedVersion, buttons }, MENU);
  const menuOf = async (who: Party, appId: string) => {
    const { account } = await who.query<{ account: { menu: Told | null } | null }>(
      `query ($appId: ID!) { account(appId: $appId) { ${MENU} } }`,
      { appId },
    );
    return account?.menu ?? null;
  };

  it('from the first draft to the end', async () => {
    const appId = await system.authorize(owner);
    expect(await menuOf(owner, appId)).toMatchObject({ version: 0, draft: null, live: null, draftProblems: [] });
    expect((await save(appId, 0)).menu).toMatchObject({ version: 1, live: null, draftProblems: [] });

    const published = await owner.do<{ menu: Told }>('publishMenu', { appId, expectedVersion: 1 }, MENU);
    expect(published.menu).toMatchObject({
      version: 1,
      live: [{ name: '缴费' }, { name: '服务', children: [{ name: '报修 🔧', type: 'CLICK', key: 'repair' }] }],
      publishedAt: expect.any(String) as unknown,
      publishedBy: { subject: owner.subject },
    });
    expect(simulator().menuOf(appId)).toMatchObject({ madeBy: 'API', buttons: [{ name: '缴费' }, { name: '服务' }] });

    // Somebody makes another one by hand.
    simulator().setWebsiteMenu(appId, [{ name: '公告', sub_button: [{ name: '欢迎', type: 'text', value: '您好' }] }]);
    const imported = await owner.do<{ menu: Told }>('importMenu', { appId }, MENU);
    expect(imported.menu).toMatchObject({
      version: 1,
      draft: [{ name: '缴费' }, { name: '服务' }],
      live: [{ name: '公告', children: [{ name: '欢迎', type: 'TEXT', value: '您好' }] }],
      publishedAt: null,
    });

    const deleted = await owner.do<{ menu: Told }>('deleteMenu', { appId }, MENU);
    expect(deleted.menu).toMatchObject({ version: 1, draft: [{ name: '缴费' }, { name: '服务' }], live: null });
    expect(simulator().menuOf(appId)).toBeNull();
  });

  it('what was there before becomes the first draft, and tells what cannot be sent', async () => {
    const appId = await system.authorize(owner);
    simulator().setWebsiteMenu(appId, [{ name: '欢迎', type: 'text', value: '您好' }]);
    const { menu } = await owner.do<{ menu: Told }>('importMenu', { appId }, MENU);
    expect(menu).toMatchObject({
      version: 1,
      draft: [{ name: '欢迎', type: 'TEXT' }],
      live: [{ name: '欢迎' }],
      draftProblems: [{ code: 'NOT_ALLOWED', path: ['buttons', '0', 'type'] }],
    });
    await owner.isRefused('publishMenu', { appId, expectedVersion: 1 }, 'INVALID_INPUT');
  });

  it('a draft that someone changed meanwhile is neither overwritten nor published, and is shown', async () => {
    const appId = await accountOf(system, owner);
    await save(appId, 0);
    await save(appId, 1, BUTTONS.slice(1));
    const changed = { __typename: 'MenuDraftChanged', code: 'MENU_DRAFT_CHANGED', menu: { version: 2 } };
    const selection = '... on MenuDraftChanged { menu { version } }';
    const stale = { appId, expectedVersion: 1 };
    expect(await owner.ask('saveMenuDraft', { ...stale, buttons: BUTTONS }, selection)).toEqual(changed);
    expect(await owner.ask('publishMenu', stale, selection)).toEqual(changed);
  });

  it('nobody else does, nor sees it, and a draft can be saved while the account is deauthorized', async () => {
    const appId = await accountOf(system, owner);
    const [recipient, stranger] = [await partyOf(system), await partyOf(system)];
    await owner.share(appId, recipient);
    await save(appId, 0);
    for (const [who, code] of [
      [recipient, 'NOT_ACCOUNT_OWNER'],
      [stranger, 'ACCOUNT_NOT_FOUND'],
    ] as const) {
      await who.isRefused('saveMenuDraft', { appId, expectedVersion: 1, buttons: BUTTONS }, code);
      await who.isRefused('publishMenu', { appId, expectedVersion: 1 }, code);
      await who.isRefused('importMenu', { appId }, code);
      await who.isRefused('deleteMenu', { appId }, code);
      expect(await menuOf(who, appId)).toBeNull();
    }
    await happen(system, [deauthorized({ appId, tenure: 1, owner: owner.tenant })]);
    expect((await save(appId, 1, BUTTONS.slice(1))).menu.version).toBe(2);
    for (const command of ['importMenu', 'deleteMenu']) {
      await owner.isRefused(command, { appId }, 'ACCOUNT_NOT_AUTHORIZED');
    }
    await owner.isRefused('publishMenu', { appId, expectedVersion: 2 }, 'ACCOUNT_NOT_AUTHORIZED');
  });

  it('an answer that is lost is made up for: the same key ends where it would have', async () => {
    const appId = await system.authorize(owner);
    await save(appId, 0);
    const request = { appId, expectedVersion: 1, ...newKey() };
    simulator().faults.next('/cgi-bin/menu/create', 'reset', 3);
    await owner.isRefused('publishMenu', request, 'WECHAT_UNAVAILABLE');
    expect(simulator().menuOf(appId)).not.toBeNull();
    expect(await menuOf(owner, appId)).toMatchObject({ live: null });
    const { menu } = await owner.do<{ menu: Told }>('publishMenu', request, MENU);
    expect(menu.live).toMatchObject([{ name: '缴费' }, { name: '服务' }]);
  });

  it('WeChat’s refusal is told as it is, and nothing is remembered', async () => {
    const appId = await system.authorize(owner);
    await save(appId, 0);
    const request = { appId, expectedVersion: 1, ...newKey() };
    simulator().faults.next('/cgi-bin/menu/create', { errcode: 45064 });
    expect(await owner.ask('publishMenu', request, '... on WeChatRefused { errcode }')).toMatchObject({
      code: 'WECHAT_REFUSED',
      errcode: 45064,
    });
    await owner.do('publishMenu', request);
  });
});
