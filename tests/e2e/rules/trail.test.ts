import { accountOf } from '../../support/happenings.js';
import { newKey, officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

interface TrailEvent {
  readonly id: string;
  readonly cursor: string;
  readonly type: string;
  readonly summary: string;
  readonly occurredAt: string;
  readonly actor: { readonly subject: string | null; readonly tenant: { readonly id: string } | null };
  readonly tenant: { readonly id: string } | null;
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const TRAIL = `query ($filter: AuditFilter, $order: SortOrder! = NEWEST_FIRST, $after: String, $first: Int = 100) {
  auditTrail(filter: $filter, order: $order, after: $after, first: $first) {
    nodes { id cursor type summary occurredAt actor { id subject name tenant { id } kind } tenant { id }
      command commandId correlationId data }
    pageInfo { hasNextPage endCursor }
  }
}`;

describe('R28: everything that happened can be asked for afterwards', () => {
  let system: TestSystem;
  let auditor: Party;
  let owner: Party;
  let recipient: Party;
  let appId: string;
  let communityId: string;
  beforeAll(async () => {
    system = await startTestSystem();
    auditor = await officerOf(system, 'AUDITOR');
    owner = await partyOf(system, { name: '张三' });
    recipient = await partyOf(system, { name: '李四' });
    appId = await accountOf(system, owner);
    await owner.share(appId, recipient);
    [communityId = ''] = await recipient.register('江景花园');
    await recipient.bind(appId, communityId);
    await unbindAsOwner('request-of-the-owner');
  });
  afterAll(() => system.close());

  /** As a client does that names its request. */
  async function unbindAsOwner(correlationId: string): Promise<void> {
    const response = await fetch(system.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${owner.token}`,
        'x-correlation-id': correlationId,
      },
      body: JSON.stringify({
        query: 'mutation ($input: UnbindCommunitiesInput!) { unbindCommunities(input: $input) { __typename } }',
        variables: { input: { appId, communityIds: [communityId], ...newKey() } },
      }),
    });
    expect(response.headers.get('x-correlation-id')).toBe(correlationId);
    expect(await response.json()).toEqual({ data: { unbindCommunities: { __typename: 'UnbindCommunitiesSuccess' } } });
  }

  async function trail(
    asker: Party,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly TrailEvent[]> {
    const { auditTrail } = await asker.query<{ auditTrail: { nodes: readonly TrailEvent[] } }>(TRAIL, variables);
    return auditTrail.nodes;
  }
  const typesOf = (events: readonly TrailEvent[]): readonly string[] => events.map(({ type }) => type);

  test('who, when, what, on whose behalf, from which request', async () => {
    const before = Date.now();

    const [unbound] = await trail(auditor, { filter: { correlationId: 'request-of-the-owner' } });

    expect(unbound).toMatchObject({
      type: 'CommunityUnbound',
      actor: { subject: owner.subject, name: '张三', tenant: { id: owner.tenant }, kind: 'PERSON' },
      tenant: { id: recipient.tenant },
      command: 'UnbindCommunities',
      correlationId: 'request-of-the-owner',
      data: { communityId, communityName: '江景花园', appId, reason: 'REQUESTED', owner: owner.tenant },
    });
    expect(unbound?.summary).toMatch(/^张三: .*江景花园.*“测试公众号”/);
    // R27: to the recipient the owner's person is the owner.
    const [asRecipient] = await trail(recipient, { filter: { correlationId: 'request-of-the-owner' } });
    expect(asRecipient?.summary).not.toContain('张三');
    expect(asRecipient?.summary).toContain('江景花园');
    expect(Date.parse(unbound?.occurredAt ?? '')).toBeLessThanOrEqual(before);
    expect(Date.parse(unbound?.occurredAt ?? '')).toBeGreaterThan(before - 600_000);
  });

  test('the summary is in the reader’s language', async () => {
    const chinese = await partyOf(system, { tenant: recipient.tenant, language: 'zh-CN' });

    const [english] = await trail(recipient, { filter: { communityId } });
    const [translated] = await trail(chinese, { filter: { communityId } });

    expect(translated?.id).toBe(english?.id);
    expect(english?.summary).toMatch(/[a-z]{3}/);
    expect(translated?.summary).not.toBe(english?.summary);
  });

  test('a story is told newest first, or in the order in which it happened', async () => {
    const story = ['CommunityRegistered', 'CommunityBound', 'CommunityUnbound'];

    expect(typesOf(await trail(recipient, { filter: { communityId }, order: 'OLDEST_FIRST' }))).toEqual(story);
    expect(typesOf(await trail(recipient, { filter: { communityId } }))).toEqual([...story].reverse());
    // What the owner saw of it begins with the binding.
    expect(typesOf(await trail(owner, { filter: { communityId }, order: 'OLDEST_FIRST' }))).toEqual(story.slice(1));
  });

  test('every facet finds what it names, and facets are combined with and', async () => {
    const all = await trail(auditor, { order: 'OLDEST_FIRST' });
    const bound = all.find(({ type }) => type === 'CommunityBound');
    const unbound = all.find(({ type }) => type === 'CommunityUnbound');
    const finds = async (filter: object, expected: (event: TrailEvent) => boolean): Promise<void> => {
      const found = (await trail(auditor, { filter, order: 'OLDEST_FIRST' })).map(({ id }) => id);
      const wanted = all.filter(expected).map(({ id }) => id);
      expect({ filter, found }).toEqual({ filter, found: wanted });
      expect(found.length).toBeGreaterThan(0);
    };
    const by = (who: Party) => (event: TrailEvent) => event.actor.subject === who.subject;
    const from = bound?.occurredAt ?? '';
    const until = unbound?.occurredAt ?? '';

    await finds({ appId }, ({ data }) => data['appId'] === appId);
    await finds({ communityId }, ({ data }) => data['communityId'] === communityId);
    await finds({ tenantId: recipient.tenant }, ({ tenant }) => tenant?.id === recipient.tenant);
    await finds({ actorSubject: owner.subject }, by(owner));
    await finds({ command: 'RedeemShareCode' }, ({ command }) => command === 'RedeemShareCode');
    await finds({ types: ['CommunityBound', 'SharingStarted'] }, ({ type }) =>
      ['CommunityBound', 'SharingStarted'].includes(type),
    );
    await finds({ commandId: bound?.commandId }, ({ commandId }) => commandId === bound?.commandId);
    await finds({ from, until }, ({ occurredAt }) => occurredAt >= from && occurredAt < until);
    await finds(
      { communityId, actorSubject: owner.subject },
      (event) => by(owner)(event) && event.data['communityId'] === communityId,
    );
  });

  test('pages of one tell the same as one page of all', async () => {
    const all = await trail(recipient);
    const paged: TrailEvent[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: {
        auditTrail: { nodes: TrailEvent[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      } = await recipient.query(TRAIL, { first: 1, after });
      paged.push(...page.auditTrail.nodes);
      ({ endCursor: after, hasNextPage: more } = page.auditTrail.pageInfo);
    }
    expect(paged).toEqual(all);
  });

  test('what WeChat brought about is told as WeChat’s', async () => {
    await system.authorize(owner);

    const [granted] = await trail(owner, { filter: { types: ['AccountAuthorized'] } });

    expect(granted).toMatchObject({ actor: { kind: 'WECHAT', subject: null }, tenant: { id: owner.tenant } });
  });
});
