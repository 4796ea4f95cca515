import type { AccountView } from '../../../src/application/queries/views.js';
import type { Asker } from '../../../src/application/queries/reads.js';
import { happen } from '../projections/happenings.js';
import { administrator, auditor, openQueryWorld, operator, service, type QueryWorld } from './query-world.js';

const appId = 'wx0123456789abcdef';
const tenure = { appId, tenure: 1, owner: 'o1' };
const interfaceId = `${appId}.p1`;
const merchant = { paymentInterfaceId: interfaceId, name: '物业费', merchantNumber: '1600012345' };

/** o1 owns the account and shares it with r1; both have bound communities; x1 has nothing to do with it. */
async function theStory(world: QueryWorld): Promise<void> {
  const { log } = world;
  const owner = { actor: await world.directory.identify('alice', 'Alice'), actorTenant: 'o1', tenant: 'o1' };
  const recipient = { actor: await world.directory.identify('bob', 'Bob'), actorTenant: 'r1', tenant: 'r1' };
  happen(log, 'AccountAuthorized', tenure, owner);
  happen(log, 'PaymentInterfaceAdded', { ...tenure, ...merchant }, owner);
  happen(
    log,
    'ShareCodeGenerated',
    { ...tenure, digest: 'd1', label: 'l1', expiresAt: '2026-01-02T00:00:00.000Z' },
    owner,
  );
  happen(log, 'SharingStarted', { ...tenure, sharingId: `${appId}.s1`, recipient: 'r1' }, recipient);
  for (const [tenantId, communityId] of [
    ['o1', 'co'],
    ['r1', 'cr'],
    ['x1', 'cx'],
  ] as const) {
    happen(log, 'CommunityRegistered', {
      tenantId,
      communityId,
      name: `小区 ${communityId}`,
      externalId: `ext-${communityId}`,
    });
  }
  const bound = (tenantId: string, communityId: string) => ({
    ...tenure,
    tenantId,
    communityId,
    communityName: `小区 ${communityId}`,
    sharingId: tenantId === 'o1' ? null : `${appId}.s1`,
  });
  happen(log, 'CommunityBound', bound('o1', 'co'), owner);
  happen(log, 'CommunityBound', bound('r1', 'cr'), recipient);
  const paid = { paymentInterfaceId: interfaceId, paymentInterfaceName: merchant.name, merchantNumber: '1600012345' };
  happen(log, 'PaymentBound', { ...bound('r1', 'cr'), ...paid }, recipient);
  await world.catchUp();
}

let world: QueryWorld;
beforeEach(async () => {
  world = await openQueryWorld();
  await theStory(world);
});
afterEach(() => world.close());

const accountOf = async (who: Asker): Promise<AccountView> => {
  const account = await world.queries.account(who, appId);
  if (!account) throw new Error('This viewer sees no account.');
  return account;
};
const boundIn = async (who: Asker): Promise<string[]> => {
  const { nodes, totalCount } = await world.queries.bindings(who, await accountOf(who), {}, {});
  expect(await totalCount()).toBe(nodes.length);
  return nodes.map(({ community }) => community.id);
};

describe('R27: what a viewer sees of an account', () => {
  it('the owner: everything', async () => {
    const account = await accountOf(operator('o1'));
    expect(account).toMatchObject({ relation: 'OWNER', originalId: 'gh_0', permissionIds: [1] });
    expect(account.authorizedAt).not.toBeNull();
    expect(await boundIn(operator('o1'))).toEqual(['co', 'cr']);
    expect((await world.queries.sharings(operator('o1'), account, null, {}))?.nodes).toHaveLength(1);
    expect((await world.queries.shareCodes(operator('o1'), account, null, {}))?.nodes).toHaveLength(1);
  });

  it('R5: a recipient: the account and its own bindings, nothing else', async () => {
    const who = operator('r1');
    const account = await accountOf(who);
    expect(account).toMatchObject({
      relation: 'RECIPIENT',
      originalId: null,
      principalName: null,
      permissionIds: null,
      authorizedAt: null,
    });
    expect(account.advisories).not.toContain('MISSING_MENU_PERMISSION');
    expect(await boundIn(who)).toEqual(['cr']);
    expect(await world.queries.sharings(who, account, null, {})).toBeNull();
    expect(await world.queries.shareCodes(who, account, null, {})).toBeNull();
    expect(world.queries.shareCodeCounts(account)).toBeNull();
    expect(await world.queries.sharingOf(who, account)).toMatchObject({ status: 'ACTIVE' });
    const asked = await world.queries.bindings(who, account, { tenantId: 'o1' }, {});
    expect(asked.nodes).toEqual([]);
  });

  it('another tenant: as if there were none', async () => {
    const who = operator('x1');
    expect(await world.queries.account(who, appId)).toBeNull();
    expect(await world.queries.paymentInterface(who, interfaceId)).toBeNull();
    expect(await world.queries.sharing(who, `${appId}.s1`)).toBeNull();
    expect(await world.queries.community(who, 'cr')).toBeNull();
    expect((await world.queries.accounts(who, {}, {})).nodes).toEqual([]);
    expect((await world.queries.communities(who, { tenantId: 'r1' }, {})).nodes).toEqual([]);
    expect((await world.queries.communities(who, { ids: ['cr', 'cx'] }, {})).nodes.map(({ id }) => id)).toEqual(['cx']);
    expect(await world.queries.bindingsByCommunityIds(who, ['co', 'cr'])).toEqual([]);
  });

  it('an auditor: everything, as nobody in particular', async () => {
    const account = await accountOf(auditor);
    expect(account).toMatchObject({ relation: null, originalId: 'gh_0' });
    expect(await boundIn(auditor)).toEqual(['co', 'cr']);
    expect((await world.queries.shareCodes(auditor, account, null, {}))?.nodes).toHaveLength(1);
  });

  it('a platform administrator: the account, not what tenants do with it', async () => {
    const account = await accountOf(administrator);
    expect(account).toMatchObject({ relation: null, status: 'AUTHORIZED' });
    expect(await boundIn(administrator)).toEqual([]);
    expect(await world.queries.shareCodes(administrator, account, null, {})).toBeNull();
  });

  it('counts count what the viewer may see', async () => {
    const count = async (who: Asker) => (await world.queries.paymentInterface(who, interfaceId))?.boundCommunityCount();
    expect(await count(operator('o1'))).toBe(1);
    expect(await count(operator('r1'))).toBe(1);
    expect(await count(auditor)).toBe(1);
    expect(await count(administrator)).toBe(0);
  });

  it('tells the owner a recipient’s community by id and name only, and its person not at all', async () => {
    const account = await accountOf(operator('o1'));
    const { nodes } = await world.queries.bindings(operator('o1'), account, { tenantId: 'r1' }, {});
    const [binding] = nodes;
    expect(binding?.community).toEqual({ id: 'cr', name: '小区 cr', externalId: null });
    expect(binding?.boundBy).toMatchObject({ id: null, kind: 'PERSON', tenant: { id: 'r1' } });
    expect(await binding?.boundBy.name()).toBeNull();
    expect(await binding?.boundBy.subject()).toBeNull();
    const own = (await world.queries.bindings(operator('o1'), account, { tenantId: 'o1' }, {})).nodes[0];
    expect(own?.community.externalId).toBe('ext-co');
    expect(await own?.boundBy.name()).toBe('Alice');
  });
});

describe('R7: a released account', () => {
  beforeEach(async () => {
    happen(world.log, 'SharingEnded', { ...tenure, sharingId: `${appId}.s1`, recipient: 'r1' });
    happen(world.log, 'AccountReleased', tenure);
    await world.catchUp();
  });

  it('is visible to auditors only', async () => {
    expect(await world.queries.account(auditor, appId)).toMatchObject({ status: 'RELEASED' });
    for (const who of [operator('o1'), operator('r1'), administrator, service]) {
      expect(await world.queries.account(who, appId)).toBeNull();
    }
    expect((await world.queries.accounts(administrator, {}, {})).nodes).toEqual([]);
    expect((await world.queries.accounts(auditor, {}, {})).nodes).toHaveLength(1);
  });

  it('R23: the ended sharing stays visible to both parties, without the account', async () => {
    for (const who of [operator('o1'), operator('r1')]) {
      const sharing = await world.queries.sharing(who, `${appId}.s1`);
      expect(sharing).toMatchObject({ status: 'ENDED' });
      expect(await sharing?.boundCommunityCount()).toBe(0);
    }
  });

  it('shows nothing of the tenure before to the next owner', async () => {
    happen(world.log, 'AccountAuthorized', { ...tenure, owner: 'n1', tenure: 2 });
    await world.catchUp();
    const account = await accountOf(operator('n1'));
    expect((await world.queries.sharings(operator('n1'), account, null, {}))?.nodes).toEqual([]);
    expect((await world.queries.shareCodes(operator('n1'), account, null, {}))?.nodes).toEqual([]);
    expect(await world.queries.account(operator('o1'), appId)).toBeNull();
    expect(await world.queries.sharing(operator('n1'), `${appId}.s1`)).toBeNull();
  });
});

describe('R4: what serves a community', () => {
  const service4 = async (id: string, who: Asker = service) => (await world.queries.community(who, id))?.service();

  it('its account and its payment interface', async () => {
    expect(await service4('cr', operator('r1'))).toMatchObject({
      available: true,
      reason: null,
      account: { appId },
      paymentInterface: { id: interfaceId },
      paymentReason: null,
    });
  });

  it('an account without a way to pay', async () => {
    expect(await service4('co')).toMatchObject({ available: true, paymentInterface: null, paymentReason: 'NOT_BOUND' });
  });

  it('nothing where nothing is bound', async () => {
    expect(await service4('cx')).toMatchObject({
      available: false,
      reason: 'NOT_BOUND',
      account: null,
      paymentReason: 'NO_ACCOUNT',
      boundAt: null,
    });
  });

  it('R6: nothing while the account is deauthorized, and everything again when it resumes', async () => {
    happen(world.log, 'AccountDeauthorized', tenure);
    await world.catchUp();
    expect(await service4('cr')).toMatchObject({
      available: false,
      reason: 'ACCOUNT_DEAUTHORIZED',
      paymentInterface: null,
      paymentReason: 'ACCOUNT_DEAUTHORIZED',
    });
    const ids = async (available: boolean) =>
      (await world.queries.communities(service, { available }, {})).nodes.map(({ id }) => id);
    expect(await ids(true)).toEqual([]);
    expect(await ids(false)).toEqual(['co', 'cr', 'cx']);
    const [suspended] = await world.queries.bindingsByCommunityIds(operator('o1'), ['cr']);
    expect(await suspended?.suspended()).toBe(true);
    happen(world.log, 'AccountResumed', { ...tenure, grant: 2 });
    await world.catchUp();
    expect(await ids(true)).toEqual(['co', 'cr']);
    expect(await ids(false)).toEqual(['cx']);
  });

  it.each([
    [{ appId }, ['co', 'cr']],
    [{ paymentInterfaceId: interfaceId }, ['cr']],
    [{ paymentInterfaceId: 'nobody’s' }, []],
    [{ hasPaymentInterface: false }, ['co', 'cx']],
    [{ bound: false }, ['cx']],
    [{ search: 'CR' }, ['cr']],
    [{ externalIds: ['ext-co', 'ext-none'] }, ['co']],
    [{ tenantId: 'x1' }, ['cx']],
    [{ tenantId: 'x1', appId }, []],
  ])('is found by %j', async (filter, ids) => {
    const { nodes } = await world.queries.communities(service, filter, {});
    expect(nodes.map(({ id }) => id)).toEqual(ids);
  });
});
