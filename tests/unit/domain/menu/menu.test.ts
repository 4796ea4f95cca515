import { toAccount } from '../../../../src/domain/account/account-stream.js';
import { menuButton } from '../../../../src/domain/menu/buttons.js';
import { decideImportMenu } from '../../../../src/domain/menu/import-menu.js';
import { decideDeleteMenu, decidePublishMenu, decideRecordMenu } from '../../../../src/domain/menu/publish-menu.js';
import { decideSaveMenuDraft } from '../../../../src/domain/menu/save-menu-draft.js';
import { given, type World } from '../specification.js';
import * as story from '../stories.js';
import { PAY, REPAIR, SERVICES, WELCOME } from './menu-buttons.js';

const { APP, OWNER, RECIPIENT, STRANGER } = story;
const TENURE = { appId: APP, tenure: 1, owner: OWNER };

const states = (world: World) => {
  const account = world.account(APP);
  return { account, menu: world.menu(APP, account.tenure) };
};
const save =
  (expectedVersion: number, buttons = [REPAIR], tenantId = OWNER) =>
  (world: World) =>
    decideSaveMenuDraft({ ...states(world), tenantId, expectedVersion, buttons });
const publish =
  (expectedVersion: number, tenantId = OWNER) =>
  (world: World) =>
    decidePublishMenu({ ...states(world), tenantId, expectedVersion });
const imported =
  (found: Parameters<typeof decideImportMenu>[0]['found'], open = true, tenantId = OWNER) =>
  (world: World) =>
    decideImportMenu({ ...states(world), tenantId, found, open });

describe('R25: the owner drafts the menu', () => {
  it('and its version grows with every change', () => {
    given(story.authorized())
      .when(save(0))
      .then(['MenuDraftSaved', { ...TENURE, version: 1, buttons: [REPAIR] }]);
    given(story.authorized(), story.drafted(1, [REPAIR]))
      .when(save(1, [SERVICES]))
      .then(['MenuDraftSaved', { version: 2 }]);
  });

  it('saving the same again changes nothing', () => {
    given(story.authorized(), story.drafted(1, [REPAIR]))
      .when(save(1))
      .thenUnchanged();
  });

  it.each([0, 1, 3])('saving over version 2 with %d in mind is refused', (expectedVersion) => {
    given(story.authorized(), story.drafted(1, [REPAIR]), story.drafted(2, [PAY]))
      .when(save(expectedVersion))
      .thenRefused({ code: 'MENU_DRAFT_CHANGED', appId: APP });
  });

  it('also while the account is deauthorized (R6)', () => {
    given(story.authorized(), story.deauthorized()).when(save(0)).then(['MenuDraftSaved']);
  });

  it('nobody else does', () => {
    const shared = [story.authorized(), story.shared()];
    given(...shared)
      .when(save(0, [REPAIR], RECIPIENT))
      .thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(...shared)
      .when(save(0, [REPAIR], STRANGER))
      .thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(story.authorized(), story.released()).when(save(0)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('R7: the next owner, or the same one who comes back, begins with none', () => {
    given(story.authorized(), story.drafted(1, [REPAIR]), story.released(), story.authorized({ tenure: 2, grant: 2 }))
      .when(save(0, [PAY]))
      .then(['MenuDraftSaved', { tenure: 2, version: 1 }]);
  });
});

describe('R25: the owner publishes the draft as they have seen it', () => {
  const refusal = (code: string) => ({ refusal: expect.objectContaining({ code }) as unknown });

  it('and WeChat is asked for just that', () => {
    expect(given(story.authorized(), story.drafted(1, [SERVICES])).when(publish(1)).decision).toEqual({
      wish: { tenure: TENURE, kind: 'PUBLISH', version: 1, buttons: [SERVICES] },
    });
  });

  it('or is refused, in the documented order', () => {
    const authorized = story.authorized();
    const drafted = story.drafted(1, [WELCOME]);
    const cases: [string, unknown][] = [
      ['ACCOUNT_NOT_FOUND', given(authorized, drafted).when(publish(7, STRANGER)).decision],
      ['NOT_ACCOUNT_OWNER', given(authorized, story.shared(), drafted).when(publish(7, RECIPIENT)).decision],
      ['ACCOUNT_NOT_AUTHORIZED', given(authorized, drafted, story.deauthorized()).when(publish(7)).decision],
      ['MENU_DRAFT_CHANGED', given(authorized, drafted).when(publish(7)).decision],
      ['NO_MENU_DRAFT', given(authorized).when(publish(0)).decision],
      ['INVALID_INPUT', given(authorized, drafted).when(publish(1)).decision],
    ];
    for (const [code, decision] of cases) expect(decision).toEqual(refusal(code));
  });

  it('nothing is sent that WeChat would not take', () => {
    const { decision } = given(
      story.authorized(),
      story.drafted(1, [REPAIR, menuButton('更多', { children: [WELCOME] })]),
    ).when(publish(1));
    expect(decision).toEqual({
      refusal: {
        code: 'INVALID_INPUT',
        problems: [{ code: 'NOT_ALLOWED', path: ['buttons', '1', 'children', '0', 'type'], facts: { button: 'TEXT' } }],
      },
    });
  });

  it('nor what the account cannot do', () => {
    const miniProgram = menuButton('小程序', {
      type: 'MINIPROGRAM',
      url: 'https://example.com',
      miniProgramAppId: 'wx0123456789abcdef',
      pagePath: 'pages/index',
    });
    const unverified = toAccount({
      type: 'AccountProfileRefreshed',
      data: { ...TENURE, profile: { ...story.PROFILE, verified: false }, changed: ['verified'] },
    });
    const withoutMenus = toAccount({ type: 'AccountPermissionsChanged', data: { ...TENURE, permissions: [1] } });
    const draft = story.drafted(1, [REPAIR, menuButton('更多', { children: [miniProgram] })]);
    expect(given(story.authorized(), [unverified, withoutMenus], draft).when(publish(1)).decision).toEqual({
      refusal: {
        code: 'INVALID_INPUT',
        problems: [
          { code: 'NOT_ALLOWED', path: ['appId'], facts: { permissionSet: 15 } },
          { code: 'NOT_ALLOWED', path: ['buttons', '1', 'children', '0', 'type'], facts: { account: 'UNVERIFIED' } },
        ],
      },
    });
  });
});

describe('R25: what WeChat has done is recorded', () => {
  const wish = { tenure: TENURE, kind: 'PUBLISH', version: 1, buttons: [REPAIR] } as const;
  const record = (world: World) => decideRecordMenu({ account: world.account(APP), wish });

  it('as it was sent, whatever became of the draft and the authorization meanwhile', () => {
    const before = [story.authorized(), story.drafted(1, [REPAIR])];
    const happened = ['MenuPublished', { ...TENURE, version: 1, buttons: [REPAIR] }] as const;
    given(...before)
      .when(record)
      .then(happened);
    given(...before, story.drafted(2, [PAY]), story.deauthorized())
      .when(record)
      .then(happened);
  });

  it('but not in another tenure than it was wanted in (R7)', () => {
    const ended = [story.authorized(), story.released()];
    given(...ended)
      .when(record)
      .thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(...ended, story.authorized({ tenure: 2, grant: 2 }))
      .when(record)
      .thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('also that it deleted the menu, whereupon the draft stays', () => {
    const before = [story.authorized(), story.drafted(1, [REPAIR]), story.published(1, [REPAIR])];
    const { decision } = given(...before).when((world) => decideDeleteMenu({ ...states(world), tenantId: OWNER }));
    expect(decision).toEqual({ wish: { tenure: TENURE, kind: 'DELETE' } });
    const deleted = given(...before)
      .when((world) => decideRecordMenu({ account: world.account(APP), wish: { tenure: TENURE, kind: 'DELETE' } }))
      .then(['MenuDeleted', TENURE]);
    given(...before, deleted).when((world) => {
      expect(world.menu(APP)).toEqual({ version: 1, draft: [REPAIR], live: null });
    });
  });

  it('only the owner of an authorized account has a menu deleted', () => {
    const attempt = (tenantId: string) => (world: World) => decideDeleteMenu({ ...states(world), tenantId });
    expect(given(story.authorized(), story.shared()).when(attempt(RECIPIENT)).decision).toEqual({
      refusal: { code: 'NOT_ACCOUNT_OWNER' },
    });
    expect(given(story.authorized(), story.deauthorized()).when(attempt(OWNER)).decision).toEqual({
      refusal: { code: 'ACCOUNT_NOT_AUTHORIZED', since: story.NOON },
    });
  });
});

describe('R25: what is live is imported', () => {
  it('and becomes the draft where there is none', () => {
    given(story.authorized())
      .when(imported([WELCOME]))
      .then(['MenuImported', { ...TENURE, found: [WELCOME], open: true, changed: true, version: 1 }]);
  });

  it('and never takes the place of a draft', () => {
    const events = given(story.authorized(), story.drafted(1, [REPAIR]))
      .when(imported([WELCOME]))
      .then(['MenuImported', { version: null, changed: true }]);
    given(story.authorized(), story.drafted(1, [REPAIR]), events).when((world) => {
      expect(world.menu(APP)).toEqual({ version: 1, draft: [REPAIR], live: [WELCOME] });
    });
  });

  it('a menu that WeChat does not show is not live, but can be worked on', () => {
    const events = given(story.authorized())
      .when(imported([WELCOME], false))
      .then(['MenuImported', { open: false, changed: false, version: 1 }]);
    given(story.authorized(), events).when((world) => {
      expect(world.menu(APP)).toEqual({ version: 1, draft: [WELCOME], live: null });
    });
  });

  it('tells whether somebody changed it by hand', () => {
    const before = [story.authorized(), story.drafted(1, [REPAIR]), story.published(1, [REPAIR])];
    given(...before)
      .when(imported([REPAIR]))
      .then(['MenuImported', { changed: false }]);
    given(...before)
      .when(imported([PAY]))
      .then(['MenuImported', { changed: true }]);
    given(...before)
      .when(imported(null, false))
      .then(['MenuImported', { found: null, changed: true, version: null }]);
  });

  it('is asked for by the owner', () => {
    given(story.authorized(), story.shared())
      .when(imported([PAY], true, RECIPIENT))
      .thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
  });
});
