import { menuButton } from '../../../src/domain/menu/buttons.js';
import type { Asker } from '../../../src/application/queries/reads.js';
import { happen, profile } from '../projections/happenings.js';
import { administrator, auditor, openQueryWorld, operator, service, type QueryWorld } from './query-world.js';

const APP = 'wx00000000000000aa';
const ofAccount = { appId: APP, tenure: 1, owner: 'o1' };
const repair = menuButton('报修', { type: 'CLICK', key: 'repair' });
const welcome = menuButton('欢迎', { type: 'TEXT', value: '您好' });

describe('R25: an account’s menu', () => {
  let world: QueryWorld;
  beforeEach(async () => {
    world = await openQueryWorld();
    happen(world.log, 'AccountAuthorized', { ...ofAccount, permissions: [1, 15], profile });
    happen(world.log, 'SharingStarted', { ...ofAccount, recipient: 'r1' });
  });
  afterEach(() => world.close());

  const menuOf = async (asker: Asker) => {
    await world.catchUp();
    return world.queries.menuOf(asker, APP);
  };

  it('is there for its owner also when there never was one', async () => {
    expect(await menuOf(operator('o1'))).toEqual({
      id: `${APP}.1`,
      version: 0,
      draft: null,
      live: null,
      publishedAt: null,
      publishedBy: null,
      draftProblems: [],
    });
  });

  it('R27: is nobody else’s', async () => {
    happen(world.log, 'MenuPublished', ofAccount);
    for (const asker of [operator('r1'), operator('x1'), auditor, administrator, service]) {
      expect(await menuOf(asker)).toBeNull();
    }
  });

  it('tells the draft, what is live, and who published it', async () => {
    happen(world.log, 'MenuDraftSaved', { ...ofAccount, version: 1, buttons: [repair] });
    const { metadata } = happen(
      world.log,
      'MenuPublished',
      { ...ofAccount, version: 1, buttons: [repair] },
      { actorTenant: 'o1' },
    );
    happen(world.log, 'MenuDraftSaved', { ...ofAccount, version: 2, buttons: [welcome] });
    expect(await menuOf(operator('o1'))).toMatchObject({
      version: 2,
      draft: [welcome],
      live: [repair],
      publishedAt: metadata.occurredAt,
      publishedBy: { id: metadata.actor, kind: 'PERSON' },
      draftProblems: [{ code: 'NOT_ALLOWED', path: ['buttons', '0', 'type'], facts: { button: 'TEXT' } }],
    });
  });

  it('an import becomes the draft, and what is live was not published from here unless it is the same', async () => {
    happen(world.log, 'MenuPublished', { ...ofAccount, version: 1, buttons: [repair] });
    happen(world.log, 'MenuImported', { ...ofAccount, found: [repair], open: true, changed: false, version: 1 });
    expect(await menuOf(operator('o1'))).toMatchObject({
      version: 1,
      draft: [repair],
      live: [repair],
      publishedAt: expect.any(String) as unknown,
    });
    happen(world.log, 'MenuImported', { ...ofAccount, found: [welcome], open: true, changed: true, version: null });
    expect(await menuOf(operator('o1'))).toMatchObject({
      version: 1,
      draft: [repair],
      live: [welcome],
      publishedAt: null,
      publishedBy: null,
    });
    happen(world.log, 'MenuImported', { ...ofAccount, found: [welcome], open: false, changed: true, version: null });
    expect(await menuOf(operator('o1'))).toMatchObject({ live: null });
  });

  it('a deleted menu leaves its draft', async () => {
    happen(world.log, 'MenuDraftSaved', { ...ofAccount, version: 1, buttons: [repair] });
    happen(world.log, 'MenuPublished', { ...ofAccount, version: 1, buttons: [repair] });
    happen(world.log, 'MenuDeleted', ofAccount);
    expect(await menuOf(operator('o1'))).toMatchObject({ version: 1, draft: [repair], live: null, publishedAt: null });
  });

  it('R7: ends with its tenure, for the next owner and for the same one who comes back', async () => {
    happen(world.log, 'MenuDraftSaved', { ...ofAccount, version: 1, buttons: [repair] });
    happen(world.log, 'MenuPublished', { ...ofAccount, version: 1, buttons: [repair] });
    for (const [index, owner] of ['o2', 'o1'].entries()) {
      happen(world.log, 'AccountReleased', { ...ofAccount, tenure: index + 1 });
      expect(await menuOf(operator('o1'))).toBeNull();
      happen(world.log, 'AccountAuthorized', { ...ofAccount, tenure: index + 2, owner });
      expect(await menuOf(operator(owner))).toMatchObject({
        id: `${APP}.${index + 2}`,
        version: 0,
        draft: null,
        live: null,
      });
    }
  });

  it('of a whole list of accounts is read at once', async () => {
    for (const id of ['bb', 'cc']) {
      happen(world.log, 'AccountAuthorized', { ...ofAccount, appId: `wx00000000000000${id}` });
    }
    await world.catchUp();
    const { viewer } = operator('o1');
    const asker = { viewer, loaders: world.queries.loaders() };
    const { edges } = await world.queries.accounts(asker, {}, {});
    const reads = jest.spyOn(world.readModels, 'getMany');
    await Promise.all(edges.map(({ node }) => world.queries.menu(asker, node)));
    expect(edges).toHaveLength(3);
    expect(reads).toHaveBeenCalledTimes(1);
  });
});
