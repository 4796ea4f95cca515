import { BadUserInputError } from '../../../src/application/bad-user-input.js';
import type { TrailFilter } from '../../../src/application/trail/trail-filter.js';
import { happen } from '../projections/happenings.js';
import { auditor, openQueryWorld, operator, service, type QueryWorld } from './query-world.js';

const appId = 'wx0123456789abcdef';
const tenure = { appId, tenure: 1, owner: 'o1' };

let world: QueryWorld;
let bob: string;
beforeEach(async () => {
  world = await openQueryWorld();
  const { log } = world;
  bob = await world.directory.identify('bob', 'Bob');
  const byBob = { actor: bob, actorTenant: 'r1', tenant: 'r1', command: 'RedeemShareCode', commandId: 'c1' };
  happen(log, 'AccountAuthorized', tenure, { tenant: 'o1', actorTenant: 'o1' });
  happen(log, 'SharingStarted', { ...tenure, recipient: 'r1' }, byBob);
  happen(log, 'CommunityRegistered', { tenantId: 'r1', communityId: 'cr' }, { tenant: 'r1', correlationId: 'q1' });
  happen(log, 'CommunityBound', { ...tenure, tenantId: 'r1', communityId: 'cr' }, { tenant: 'r1', commandId: 'c2' });
  await world.catchUp();
});
afterEach(() => world.close());

const told = async (who = auditor, filter: TrailFilter = {}) =>
  (await world.queries.auditTrail(who, filter, 'OLDEST_FIRST', {})).nodes.map(({ type }) => type);

describe('R28: the trail', () => {
  it('R27: tells an auditor everything and a tenant what concerned it', async () => {
    expect(await told()).toEqual(['AccountAuthorized', 'SharingStarted', 'CommunityRegistered', 'CommunityBound']);
    expect(await told(operator('o1'))).toEqual(['AccountAuthorized', 'SharingStarted', 'CommunityBound']);
    expect(await told(operator('r1'))).toEqual(['SharingStarted', 'CommunityRegistered', 'CommunityBound']);
    expect(await told(operator('x1'))).toEqual([]);
    expect(await told(service)).toEqual([]);
  });

  it('tells the newest first when asked so', async () => {
    const { nodes } = await world.queries.auditTrail(auditor, {}, 'NEWEST_FIRST', { first: 2 });
    expect(nodes.map(({ type }) => type)).toEqual(['CommunityBound', 'CommunityRegistered']);
  });

  it.each<[TrailFilter, string[]]>([
    [{ appId }, ['AccountAuthorized', 'SharingStarted', 'CommunityBound']],
    [{ communityId: 'cr' }, ['CommunityRegistered', 'CommunityBound']],
    [{ communityId: 'cr', appId }, ['CommunityBound']],
    [{ commandId: 'c2' }, ['CommunityBound']],
    [{ commandId: 'c1', communityId: 'cr' }, []],
    [{ tenantId: 'o1' }, ['AccountAuthorized']],
    [{ command: 'RedeemShareCode' }, ['SharingStarted']],
    [{ correlationId: 'q1' }, ['CommunityRegistered']],
    [{ types: ['CommunityBound', 'AccountAuthorized'] }, ['AccountAuthorized', 'CommunityBound']],
    [{ actorSubject: 'bob' }, ['SharingStarted']],
    [{ actorSubject: 'nobody' }, []],
    [
      { from: '2026-01-01T00:00:02.000Z', until: '2026-01-01T00:00:04.000Z' },
      ['SharingStarted', 'CommunityRegistered'],
    ],
  ])('is searched by %j', async (filter, types) => {
    expect(await told(auditor, filter)).toEqual(types);
  });

  it('R27: is not searched for another tenant’s person', async () => {
    expect(await told(operator('r1'), { actorSubject: 'bob' })).toEqual(['SharingStarted']);
    expect(await told(operator('o1'), { actorSubject: 'bob' })).toEqual([]);
    expect(await told(operator('o1'), { actorId: bob })).toEqual([]);
  });

  it('tells stream and revision to auditors only', async () => {
    const event = async (who = auditor) => world.queries.auditEvent(who, 'e2');
    expect(await event()).toMatchObject({ stream: `account-${appId}`, revision: 1, actor: { id: bob } });
    expect(await event(operator('r1'))).toMatchObject({ stream: null, revision: null, actor: { id: bob } });
    expect(await event(operator('o1'))).toMatchObject({ actor: { id: null, tenant: { id: 'r1' }, kind: 'PERSON' } });
    expect(await event(operator('x1'))).toBeNull();
    expect(await world.queries.auditEvent(auditor, `sight/${appId}`)).toBeNull();
  });

  it('refuses a period that is none, and lists too long', async () => {
    const at = '2026-01-01T00:00:00.000Z';
    const types = Array.from({ length: 1_001 }, String);
    const asked = world.queries.auditTrail(auditor, { from: at, until: at, types }, 'NEWEST_FIRST', { first: 0 });
    await expect(asked).rejects.toThrow(BadUserInputError);
    await expect(asked).rejects.toThrow(/types must hold 1 to 1000.*from must be before.*first must be/);
  });
});

describe('a feed’s arguments', () => {
  it('take a cursor of the log, or nothing, or the beginning', async () => {
    const after = await world.queries.latestCursor();
    for (const fits of [after, '0', null]) await world.queries.checkFeed({ after: fits });
  });

  it('refuse the cursor of a page, another installation’s and one beyond the newest event', async () => {
    const { pageInfo } = await world.queries.auditTrail(auditor, {}, 'NEWEST_FIRST', {});
    const head = await world.queries.latestCursor();
    const refused = async (after: string | null, message: RegExp) =>
      expect(world.queries.checkFeed({ after })).rejects.toThrow(message);
    await refused(pageInfo.endCursor, /cursor of a list page/);
    await refused('nonsense', /must be the cursor of a feed message/);
    await refused(head.replace('b'.repeat(16), 'c'.repeat(16)), /another installation/);
    await refused(`${head.slice(0, -5)}f0000`, /beyond the newest event/);
  });

  it('refuse the same community twice', async () => {
    await expect(world.queries.checkFeed({ communityIds: ['a', 'a'] })).rejects.toThrow(/more than once/);
  });
});

describe('asOf', () => {
  it('is the position that the whole answer holds for, also behind a later write', async () => {
    const loaders = world.queries.loaders();
    const before = await world.queries.latestCursor();
    await loaders.account(appId);
    happen(world.log, 'CommunityRegistered', { tenantId: 'r1', communityId: 'c2' });
    await world.catchUp();
    const page = await world.queries.communities({ ...operator('r1'), loaders }, {}, {});
    expect(page.asOf).toBe(before);
    loaders.forget();
    const later = await world.queries.communities({ ...operator('r1'), loaders }, {}, {});
    expect(later.asOf).toBe(await world.queries.latestCursor());
  });
});
