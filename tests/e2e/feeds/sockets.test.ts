import { Feed } from '../../support/feed.js';
import { accountOf } from '../../support/happenings.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { follow } from './documents.js';

const document = 'subscription { bindingChanges { __typename } }';

describe('feeds: sockets come with a token, end with it, and come back', () => {
  let system: TestSystem;
  let tenant: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    tenant = await partyOf(system);
  });
  afterAll(() => system.close());

  test.each([
    ['without a token', undefined],
    ['with a token that nobody signed', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ])('%s a socket closes with 4401', async (_, token) => {
    const feed = new Feed({ url: system.url, document, ...(token !== undefined && { token }) });

    expect(await feed.ended).toEqual({ kind: 'closed', code: 4401 });
    await feed.close();
  });

  test('when its token expires a socket closes with 4403', async () => {
    const token = await system.token({ lifetimeSeconds: 2 });
    const feed = new Feed({ url: system.url, document, token });
    await feed.until(({ length }) => length > 0);

    expect(await feed.ended).toEqual({ kind: 'closed', code: 4403 });
    await feed.close();
  });

  test('when the server stops sockets close with 1012, and resume after the restart without gap or repeat', async () => {
    const appId = await accountOf(system, tenant);
    const [before, last, first] = await tenant.register('甲', '乙', '丙');
    await tenant.do('bindCommunities', { appId, communityIds: [before] });
    const feed = follow(system, tenant, 'bindingChanges', { after: '0' });
    await feed.until((messages) => messages.some(({ community }) => community?.id === before));
    await tenant.do('bindCommunities', { appId, communityIds: [last] });
    await feed.until((messages) => messages.some(({ community }) => community?.id === last));

    await system.restart();
    expect(await feed.ended).toEqual({ kind: 'closed', code: 1012 });
    await tenant.at(system).do('bindCommunities', { appId, communityIds: [first] });

    const again = follow(system, tenant, 'bindingChanges', { after: feed.messages.at(-1)?.cursor });
    await again.until((messages) => messages.some(({ community }) => community?.id === first));
    const told = [...feed.messages, ...again.messages].flatMap(({ community }) => community?.id ?? []);
    expect(told).toEqual([before, last, first]);
    await Promise.all([feed.close(), again.close()]);
  });
});
