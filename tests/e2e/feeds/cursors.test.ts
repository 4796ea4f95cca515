import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { accountOf } from '../../support/happenings.js';
import { headOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { follow, pastOf, type FeedName } from './documents.js';

const FEEDS: readonly FeedName[] = ['auditTrail', 'bindingChanges', 'accountChanges'];

describe('feeds: cursors', () => {
  let system: TestSystem;
  let tenant: Party;
  let appId: string;
  beforeAll(async () => {
    system = await startTestSystem();
    tenant = await partyOf(system);
    appId = await accountOf(system, tenant);
  });
  afterAll(() => system.close());

  test('after: "0" begins at the first event there is', async () => {
    const auditor = await officerOf(system, 'AUDITOR');

    const past = await pastOf(system, auditor, 'auditTrail');

    const { position } = parseCursor(past[0]?.cursor ?? '');
    expect(position).toBe(1n);
  });

  test('any cursor fits: of a payload, a list, an event, a feed, and latestCursor', async () => {
    const [first, second] = await tenant.register('一期', '二期');
    const { cursor: ofPayload } = await tenant.do<{ cursor: string }>('bindCommunities', {
      appId,
      communityIds: [first],
    });
    const cursors = await tenant.query<{
      latestCursor: string;
      communities: { asOf: string };
      auditTrail: { asOf: string; nodes: [{ cursor: string; type: string }] };
    }>('{ latestCursor communities { asOf } auditTrail(first: 1) { asOf nodes { cursor type } } }');
    const ofFeed = (await pastOf(system, tenant, 'bindingChanges')).at(-1)?.cursor;
    await tenant.bind(appId, ...[second].filter((id) => id !== undefined));

    const { latestCursor, communities, auditTrail } = cursors;
    expect(auditTrail.nodes[0].type).toBe('CommunityBound');
    for (const after of [
      ofPayload,
      latestCursor,
      communities.asOf,
      auditTrail.asOf,
      auditTrail.nodes[0].cursor,
      ofFeed,
    ]) {
      const missed = await pastOf(system, tenant, 'bindingChanges', { after });
      expect(missed.map(({ community }) => community?.id)).toEqual([second]);
    }
  });

  test.each(FEEDS)('%s refuses a cursor beyond the head, a foreign one, a page cursor and garbage', async (name) => {
    const head = parseCursor(await headOf(system));
    const page = await tenant.query<{ communities: { pageInfo: { endCursor: string } } }>(
      '{ communities(first: 1) { pageInfo { endCursor } } }',
    );
    const unfit = {
      'beyond the head': formatCursor({ ...head, position: head.position + 1n }),
      foreign: formatCursor({ ...head, installation: '0123456789abcdef' }),
      'of a later epoch': formatCursor({ ...head, epoch: head.epoch + 1 }),
      'page cursor': page.communities.pageInfo.endCursor,
      garbage: 'zzz',
      empty: '',
    };
    for (const [what, after] of Object.entries(unfit)) {
      const feed = follow(system, tenant, name, { after });
      const ending = await feed.ended;
      expect({ what, ending }).toMatchObject({
        what,
        ending: { kind: 'refused', errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
      });
      expect(feed.messages).toEqual([]);
      await feed.close();
    }
  });

  test('a list refuses a feed cursor by name, since the two are different things', async () => {
    const after = await headOf(system);

    const asked = tenant.query('query ($after: String) { communities(after: $after) { totalCount } }', { after });

    await expect(asked).rejects.toMatchObject({
      response: {
        errors: [
          { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringMatching(/cursor of a feed/) as string },
        ],
      },
    });
  });
});
