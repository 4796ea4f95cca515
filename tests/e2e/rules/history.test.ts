import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { headOf, logOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post } from '../../support/wire.js';

const MERCHANT = '1900012345';

interface At {
  readonly time?: string;
  readonly cursor?: string;
}

interface Told {
  readonly cursor: string;
  readonly time: string;
  readonly account: Readonly<Record<string, unknown>> | null;
  readonly community: { readonly name: string; readonly service: unknown } | null;
  readonly communities: { readonly totalCount: number };
  readonly accounts: { readonly totalCount: number };
}

const STATE = `query ($at: MomentInput!, $appId: ID!, $communityId: ID!) {
  history(at: $at) {
    cursor time
    account(appId: $appId) {
      appId nickname status relation authorizedAt deauthorizedAt
      paymentInterfaces { paymentInterfaceId name merchantNumber }
      bindings { totalCount nodes {
        communityId name tenant { id } boundAt suspended paymentInterface { paymentInterfaceId merchantNumber }
      } }
      sharings { totalCount nodes { sharingId status owner { id } recipient { id } since endedAt } }
    }
    community(id: $communityId) {
      communityId externalId name
      service { available reason appId boundAt paymentInterface { paymentInterfaceId name merchantNumber } }
    }
    communities { totalCount }
    accounts { totalCount }
  }
}`;

describe('R28: the state as it was at any past moment', () => {
  let system: TestSystem;
  let [owner, recipient, stranger, successor, auditor]: Party[] = [];
  let appId: string;
  let paymentInterfaceId: string;
  let sharingId: string;
  let communityIds: string[];
  /** Where the log ended when each part of the story was over. */
  const moments: Record<'authorized' | 'shared' | 'bound' | 'renamed' | 'ended' | 'released' | 'succeeded', string> = {
    authorized: '',
    shared: '',
    bound: '',
    renamed: '',
    ended: '',
    released: '',
    succeeded: '',
  };
  type MomentName = keyof typeof moments;
  const someone = (party: Party | undefined): Party => {
    if (!party) throw new Error('The story has not begun.');
    return party;
  };

  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
    recipient = await partyOf(system);
    stranger = await partyOf(system);
    successor = await partyOf(system);
    auditor = await officerOf(system, 'AUDITOR');
    const over = async (name: MomentName): Promise<void> => {
      moments[name] = await headOf(system);
    };
    appId = await system.authorize(owner);
    await over('authorized');
    paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    sharingId = await owner.share(appId, recipient);
    await over('shared');
    communityIds = await recipient.register('江景', '空置', '云顶');
    await recipient.bind(appId, ...communityIds);
    await recipient.bindPayment(paymentInterfaceId, MERCHANT, ...communityIds.slice(0, 1));
    await over('bound');
    await recipient.do('renameCommunity', { communityId: communityIds[0], name: '江景一期' });
    await over('renamed');
    await recipient.unbind(appId, ...communityIds);
    await recipient.do('revokeSharing', { sharingId });
    await over('ended');
    await owner.do('removePaymentInterface', { paymentInterfaceId });
    await owner.do('releaseAccount', { appId });
    await over('released');
    await successor.register('后来的小区');
    await over('succeeded');
  });
  afterAll(() => system.close());

  const ask = async (asker: Party | undefined, at: At): Promise<Told> => {
    const variables = { at, appId, communityId: communityIds[0] };
    return (await someone(asker).query<{ history: Told }>(STATE, variables)).history;
  };
  const atMoment = (asker: Party | undefined, name: MomentName): Promise<Told> => ask(asker, { cursor: moments[name] });

  test('tells account, bindings, sharings and service in one query, as they were then', async () => {
    const told = await atMoment(owner, 'bound');

    expect(told.account).toEqual({
      appId,
      nickname: expect.any(String) as string,
      status: 'AUTHORIZED',
      relation: 'OWNER',
      authorizedAt: expect.any(String) as string,
      deauthorizedAt: null,
      paymentInterfaces: [{ paymentInterfaceId, name: '物业费', merchantNumber: MERCHANT }],
      bindings: {
        totalCount: 3,
        nodes: expect.arrayContaining([
          {
            communityId: communityIds[0],
            name: '江景',
            tenant: { id: recipient?.tenant },
            boundAt: expect.any(String) as string,
            suspended: false,
            paymentInterface: { paymentInterfaceId, merchantNumber: MERCHANT },
          },
        ]) as unknown,
      },
      sharings: {
        totalCount: 1,
        nodes: [
          {
            sharingId,
            status: 'ACTIVE',
            owner: { id: owner?.tenant },
            recipient: { id: recipient?.tenant },
            since: expect.any(String) as string,
            endedAt: null,
          },
        ],
      },
    });
    // R27: of another tenant's community the owner learns what stands in the binding.
    expect(told.community).toBeNull();
    expect(told.cursor).toBe(moments.bound);

    const { community } = await atMoment(recipient, 'bound');
    expect(community).toMatchObject({
      communityId: communityIds[0],
      name: '江景',
      service: { available: true, reason: null, appId, paymentInterface: { paymentInterfaceId } },
    });
    expect((await atMoment(recipient, 'renamed')).community?.name).toBe('江景一期');
    expect((await atMoment(recipient, 'ended')).community?.service).toEqual({
      available: false,
      reason: 'NOT_BOUND',
      appId: null,
      boundAt: null,
      paymentInterface: null,
    });
  });

  test('a time means the last event that is not after it, and says which one that is', async () => {
    const events = await logOf(system);
    for (const event of events.filter((_, n) => n % 4 === 0)) {
      const { occurredAt } = event.metadata;
      const last = events.findLast(({ metadata }) => metadata.occurredAt <= occurredAt);
      const told = await ask(auditor, { time: occurredAt });
      expect({ cursor: told.cursor, time: told.time }).toEqual({ cursor: last?.cursor, time: occurredAt });
      expect(await ask(auditor, { cursor: told.cursor })).toEqual(told);
    }
  });

  test('an append is never seen half: a cursor inside it is the state after all of it', async () => {
    const bound = (await logOf(system)).filter(({ type }) => type === 'CommunityBound');
    expect(bound).toHaveLength(3);

    for (const { cursor } of bound) {
      const inside = formatCursor({ ...parseCursor(cursor), subIndex: 1 });
      const told = await ask(owner, { cursor: inside });
      expect(told.cursor).toBe(bound.at(-1)?.cursor);
      expect(told.account?.['bindings']).toMatchObject({ totalCount: 3 });
    }
  });

  test('the present is the moment of the newest event', async () => {
    const now = await system.gongxiang.app.queries.latestCursor();
    const present = await someone(recipient).query(
      '{ communities { totalCount nodes { id name } } accounts { totalCount } }',
    );
    const past = await someone(recipient).query(
      `query ($at: MomentInput!) { history(at: $at) {
        communities { totalCount nodes { id: communityId name } } accounts { totalCount }
      } }`,
      { at: { cursor: now } },
    );
    expect(past).toEqual({ history: present });
  });

  describe('R27: as far as the asker could have seen it then', () => {
    const seen = async (asker: Party | undefined): Promise<Record<string, string | null>> => {
      const each = Object.keys(moments).map(async (name): Promise<[string, string | null]> => {
        const { account } = await atMoment(asker, name as MomentName);
        return [name, account && String(account['relation'])];
      });
      return Object.fromEntries(await Promise.all(each));
    };
    const never = {
      authorized: null,
      shared: null,
      bound: null,
      renamed: null,
      ended: null,
      released: null,
      succeeded: null,
    };

    test('a former recipient sees the account at the moments at which it shared it', async () => {
      const recipients = { shared: 'RECIPIENT', bound: 'RECIPIENT', renamed: 'RECIPIENT' };
      expect(await seen(recipient)).toEqual({ ...never, ...recipients });
      const { account } = await atMoment(recipient, 'bound');
      expect(account).toMatchObject({ sharings: null, authorizedAt: null, bindings: { totalCount: 3 } });
    });

    test('the owner sees it until it was released', async () => {
      const owners = { authorized: 'OWNER', shared: 'OWNER', bound: 'OWNER', renamed: 'OWNER', ended: 'OWNER' };
      expect(await seen(owner)).toEqual({ ...never, ...owners });
      expect((await atMoment(owner, 'ended')).account?.['sharings']).toMatchObject({
        nodes: [{ sharingId, status: 'ENDED' }],
      });
    });

    test('whoever was neither sees nothing at any moment', async () => {
      expect(await seen(stranger)).toEqual(never);
      for (const name of ['bound', 'ended'] as const) {
        expect(await atMoment(stranger, name)).toMatchObject({
          community: null,
          communities: { totalCount: 0 },
          accounts: { totalCount: 0 },
        });
      }
    });

    test('who owns the account today sees nothing of the tenure before', async () => {
      const later = await partyOf(system);
      await system.gongxiang.engine.store.append({
        command: { id: 'authorized-again', fingerprint: 'f' },
        records: [await authorizedBy(later)],
        checks: [],
      });
      expect(await seen(later)).toEqual(never);
      const { account } = await ask(later, { cursor: await headOf(system) });
      expect(account).toMatchObject({ relation: 'OWNER', sharings: { totalCount: 0 }, bindings: { totalCount: 0 } });
    });

    /** The account's first event once more, for its next owner. */
    async function authorizedBy({ tenant }: Party) {
      const first = (await logOf(system)).find(({ type }) => type === 'AccountAuthorized');
      if (!first) throw new Error('Nobody authorized the account.');
      const { type, stream, data } = first;
      const metadata = {
        ...first.metadata,
        commandId: 'authorized-again',
        tenant,
        occurredAt: new Date().toISOString(),
      };
      return { stream, event: { id: 'authorized-again', type, data: { ...data, owner: tenant, tenure: 2 }, metadata } };
    }

    test('auditors see all, released accounts too', async () => {
      expect(await seen(auditor)).toEqual(Object.fromEntries(Object.keys(moments).map((name) => [name, 'null'])));
      const { account, community, communities } = await atMoment(auditor, 'released');
      expect(account).toMatchObject({ status: 'RELEASED', relation: null });
      expect(community?.name).toBe('江景一期');
      expect(communities.totalCount).toBe(3);
      expect((await atMoment(auditor, 'succeeded')).communities.totalCount).toBe(4);
    });

    test.each(['SERVICE', 'PLATFORM_ADMIN'] as const)('%s may not ask', async (role) => {
      const { token } = await officerOf(system, role);
      const { body } = await post(
        system.url,
        { query: '{ history(at: { time: "2026-01-01T00:00:00.000Z" }) { cursor } }' },
        { token },
      );
      expect(body?.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    });
  });

  test('before the first event there is nothing', async () => {
    const beginning = formatCursor({ ...parseCursor(moments.bound), position: 0n });
    const nothing = {
      cursor: beginning,
      time: '1970-01-01T00:00:00.000Z',
      account: null,
      community: null,
      communities: { totalCount: 0 },
      accounts: { totalCount: 0 },
    };
    expect(await ask(auditor, { time: '2001-01-01T00:00:00.000Z' })).toEqual(nothing);
    expect(await ask(auditor, { cursor: beginning })).toEqual(nothing);
  });

  test('a moment that there is not is BAD_USER_INPUT, in both languages', async () => {
    const head = parseCursor(await headOf(system));
    const { communities } = await someone(recipient).query<{ communities: { pageInfo: { endCursor: string } } }>(
      '{ communities(first: 1) { pageInfo { endCursor } } }',
    );
    const unfit: Record<string, unknown> = {
      'in the future': { time: new Date(Date.now() + 60_000).toISOString() },
      'far in the future': { time: '9999-12-31T23:59:59.999Z' },
      both: { time: '2026-01-01T00:00:00.000Z', cursor: moments.bound },
      neither: {},
      null: { time: null },
      'no time that exists': { time: '2026-02-30T00:00:00.000Z' },
      'beyond the head': { cursor: formatCursor({ ...head, position: head.position + 1n }) },
      'of another installation': { cursor: formatCursor({ ...head, installation: '0123456789abcdef' }) },
      'a page cursor': { cursor: communities.pageInfo.endCursor },
      garbage: { cursor: 'yesterday' },
      empty: { cursor: '' },
    };
    for (const [what, at] of Object.entries(unfit)) {
      for (const language of ['en', 'zh']) {
        const { body } = await post(
          system.url,
          { query: 'query ($at: MomentInput!) { history(at: $at) { cursor } }', variables: { at } },
          { token: someone(recipient).token, headers: { 'accept-language': language } },
        );
        expect({ what, errors: body?.errors }).toMatchObject({
          what,
          errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
        });
        const isOurs = ['in the future', 'a page cursor', 'garbage', 'beyond the head'].includes(what);
        if (isOurs) expect(/\p{Script=Han}/u.test(body?.errors?.[0]?.message ?? '')).toBe(language === 'zh');
      }
    }
  });

  test('is asked for at four moments in a request, no more', async () => {
    const cursors = [moments.bound, moments.ended, moments.bound, moments.ended];
    const asked = (moment: number): string =>
      `m${moment}: history(at: { cursor: "${cursors[moment % 2]}" }) { cursor }`;
    const query = `{ ${cursors.map((_, moment) => asked(moment)).join(' ')} ...Another }`;
    const ask = (another: number) =>
      post(
        system.url,
        { query: `${query} fragment Another on Query { ${asked(another)} }` },
        { token: someone(recipient).token },
      );
    const { body: four } = await ask(3);
    expect(Object.values(four?.data ?? {})).toEqual(cursors.map((cursor) => ({ cursor })));
    const { body: five } = await ask(4);
    expect(five?.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  describe('pages', () => {
    const page = async (at: At, args: string) =>
      (
        await someone(recipient).query<{
          history: {
            communities: { nodes: { name: string }[]; edges: { cursor: string }[]; pageInfo: Record<string, unknown> };
          };
        }>(
          `query ($at: MomentInput!) { history(at: $at) {
            communities(${args}) { nodes { name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
          } }`,
          { at },
        )
      ).history.communities;

    test('go on from either end', async () => {
      const at = { cursor: moments.bound };
      const first = await page(at, 'first: 2');
      const rest = await page(at, `first: 2, after: "${String(first.pageInfo['endCursor'])}"`);
      expect([...first.nodes, ...rest.nodes].map(({ name }) => name)).toEqual(['江景', '空置', '云顶']);
      expect([first.pageInfo['hasNextPage'], rest.pageInfo['hasNextPage']]).toEqual([true, false]);
      const last = await page(at, 'last: 1');
      const before = await page(at, `last: 2, before: "${String(last.pageInfo['startCursor'])}"`);
      expect([...before.nodes, ...last.nodes].map(({ name }) => name)).toEqual(['江景', '空置', '云顶']);
      expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    });

    test('go on at the same moment only', async () => {
      const { pageInfo } = await page({ cursor: moments.bound }, 'first: 1');
      const after = `first: 1, after: "${String(pageInfo['endCursor'])}"`;
      await expect(page({ cursor: moments.renamed }, after)).rejects.toThrow('another list');
      await expect(someone(recipient).query(`{ communities(${after}) { totalCount } }`)).rejects.toThrow(
        'another list',
      );
      await expect(page({ cursor: moments.bound }, 'first: 101')).rejects.toThrow('100');
    });
  });

  test('is the same after a restart', async () => {
    const before = await atMoment(auditor, 'bound');
    await system.restart();
    const { token } = someone(auditor);
    const again = await post(
      system.url,
      { query: STATE, variables: { at: { cursor: moments.bound }, appId, communityId: communityIds[0] } },
      { token },
    );
    expect(again.body?.data).toEqual({ history: before });
  });
});
