import { logOf, headOf } from '../../support/log.js';
import { accountOf } from '../../support/happenings.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { follow } from './documents.js';

const KEPT_BACK = 2_500;
const AT_MOST = 1_000;

describe('feeds: checkpoints', () => {
  let system: TestSystem;
  let service: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    service = await officerOf(system, 'SERVICE');
  });
  afterAll(() => system.close());

  test('without a past to deliver, the first of all is a checkpoint that is caught up, at the head', async () => {
    const feed = follow(system, service, 'bindingChanges');

    await feed.until(({ length }) => length > 0);

    expect(feed.messages).toEqual([{ __typename: 'FeedCheckpoint', caughtUp: true, cursor: await headOf(system) }]);
    await feed.close();
  });

  test('with a past, a checkpoint comes first, one that is caught up when it was delivered, then what is new', async () => {
    const tenant = await partyOf(system);
    const appId = await accountOf(system, tenant);
    const ids = await tenant.register('一期', '二期');
    await tenant.bind(appId, ...ids);
    const feed = follow(system, tenant, 'bindingChanges', { after: '0' });
    await feed.until((messages) => messages.some(({ caughtUp }) => caughtUp));

    await tenant.unbind(appId, ...ids);

    await feed.until(({ length }) => length === 6);
    expect(feed.messages.map(({ caughtUp, kind }) => (caughtUp === undefined ? kind : { caughtUp }))).toEqual([
      { caughtUp: false },
      'COMMUNITY_BOUND',
      'COMMUNITY_BOUND',
      { caughtUp: true },
      'COMMUNITY_UNBOUND',
      'COMMUNITY_UNBOUND',
    ]);
    const cursors = feed.messages.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...cursors].sort());
    await feed.close();
  });

  test(`the filter keeps back at most ${AT_MOST} events before a checkpoint tells how far the feed is`, async () => {
    const tenant = await partyOf(system);
    const [appId, other] = [await accountOf(system, tenant), await accountOf(system, tenant)];
    const begin = await headOf(system);
    for (let left = KEPT_BACK; left > 0; left -= 500) {
      await tenant.bind(other, ...(await tenant.register(...Array.from({ length: 500 }, () => '花园'))));
    }
    const feed = follow(system, service, 'bindingChanges', { after: begin, appId });

    await feed.until((messages) => messages.some(({ caughtUp }) => caughtUp));

    expect(feed.messages.every(({ __typename }) => __typename === 'FeedCheckpoint')).toBe(true);
    const bound = (await logOf(system, begin)).filter(({ type }) => type === 'CommunityBound');
    expect(bound).toHaveLength(KEPT_BACK);
    for (const [index, { cursor }] of feed.messages.entries()) {
      const previous = feed.messages[index - 1]?.cursor ?? begin;
      const between = bound.filter((event) => event.cursor > previous && event.cursor <= cursor);
      expect(between.length).toBeLessThanOrEqual(AT_MOST);
    }
    await feed.close();
  });
});
