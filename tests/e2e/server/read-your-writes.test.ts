import { randomUUID } from 'node:crypto';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post } from '../../support/wire.js';

const MERCHANT_NUMBER = '1900012345';

describe('what a mutation has answered, the next query sees', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  afterAll(() => system.close());

  /** Someone else of the same tenant asks, on a connection of their own. */
  const colleagueOf = (person: Party): Promise<Party> => partyOf(system, { tenant: person.tenant, roles: ['VIEWER'] });

  it.each([1, 2, 3, 4, 5, 6])('command by command, with others at work (%i)', async () => {
    const [owner, recipient] = [await partyOf(system), await partyOf(system)];
    const [ownersView, recipientsView] = [await colleagueOf(owner), await colleagueOf(recipient)];
    const noise = Promise.all(Array.from({ length: 20 }, async () => (await partyOf(system)).register('noise')));

    const appId = await system.authorize(owner);
    const account = async (view: Party): Promise<Record<string, unknown> | null> => {
      const answer = await view.query<{ account: Record<string, unknown> | null }>(
        `query ($appId: ID!) { account(appId: $appId) {
          relation paymentInterfaces { id boundCommunityCount } shareCodeCounts { open redeemed cancelled }
          sharings { totalCount } bindings { totalCount } sharing { status }
        } }`,
        { appId },
      );
      return answer.account;
    };
    const service = async (view: Party, id: string) => {
      const { community } = await view.query<{ community: { name: string; service: object } | null }>(
        'query ($id: ID!) { community(id: $id) { name service { available paymentReason paymentInterface { id } } } }',
        { id },
      );
      return community;
    };
    expect(await account(ownersView)).toMatchObject({ relation: 'OWNER', paymentInterfaces: [] });

    const paymentInterfaceId = await owner.offerPayment(appId, MERCHANT_NUMBER);
    const spare = await owner.offerPayment(appId, '1900099999');
    expect(await account(ownersView)).toMatchObject({ paymentInterfaces: [{ id: paymentInterfaceId }, { id: spare }] });
    await owner.do('removePaymentInterface', { paymentInterfaceId: spare });
    expect(await account(ownersView)).toMatchObject({ paymentInterfaces: [{ id: paymentInterfaceId }] });

    const codes = await owner.codes(appId, 3);
    expect(await account(ownersView)).toMatchObject({ shareCodeCounts: { open: 3, redeemed: 0, cancelled: 0 } });
    await owner.do('cancelShareCodes', { appId, labels: [codes[2]?.label] });
    expect(await account(ownersView)).toMatchObject({ shareCodeCounts: { open: 2, redeemed: 0, cancelled: 1 } });
    const sharingId = await recipient.redeem(codes[0]?.code ?? '');
    expect(await account(ownersView)).toMatchObject({ shareCodeCounts: { open: 1 }, sharings: { totalCount: 1 } });
    expect(await account(recipientsView)).toMatchObject({ relation: 'RECIPIENT', sharing: { status: 'ACTIVE' } });

    const [community = ''] = await recipient.register('小区');
    expect(await service(recipientsView, community)).toMatchObject({ name: '小区', service: { available: false } });
    await recipient.do('renameCommunity', { communityId: community, name: '新名' });
    expect(await service(recipientsView, community)).toMatchObject({ name: '新名' });
    await recipient.bind(appId, community);
    expect(await service(recipientsView, community)).toMatchObject({
      service: { available: true, paymentReason: 'NOT_BOUND' },
    });
    expect(await account(ownersView)).toMatchObject({ bindings: { totalCount: 1 } });
    await recipient.bindPayment(paymentInterfaceId, MERCHANT_NUMBER, community);
    expect(await service(recipientsView, community)).toMatchObject({
      service: { paymentInterface: { id: paymentInterfaceId } },
    });
    expect(await account(ownersView)).toMatchObject({ paymentInterfaces: [{ boundCommunityCount: 1 }] });
    await recipient.do('unbindPaymentInterface', { paymentInterfaceId, communityIds: [community] });
    expect(await service(recipientsView, community)).toMatchObject({ service: { paymentInterface: null } });
    await owner.unbind(appId, community);
    expect(await service(recipientsView, community)).toMatchObject({ service: { available: false } });
    await recipient.do('removeCommunity', { communityId: community });
    expect(await service(recipientsView, community)).toBeNull();
    await recipient.do('revokeSharing', { sharingId });
    expect(await account(recipientsView)).toBeNull();
    await owner.do('releaseAccount', { appId });
    expect(await account(ownersView)).toBeNull();
    await noise;
  });

  it('a list tells at once what was registered a moment ago, fifty times over', async () => {
    const person = await partyOf(system);
    for (let count = 1; count <= 50; count += 1) {
      await person.register(`小区 ${count}`);
      const { communities } = await person.query<{ communities: { totalCount: number } }>(
        '{ communities { totalCount } }',
      );
      expect(communities.totalCount).toBe(count);
    }
  });

  it('a query that brings the cursor of a payload sees it; one of the head is not kept waiting', async () => {
    const person = await partyOf(system);
    const { cursor } = await person.do<{ cursor: string }>('registerCommunities', {
      communities: [{ name: '小区' }],
      idempotencyKey: randomUUID(),
    });
    const { latestCursor } = await person.query<{ latestCursor: string }>('{ latestCursor }');
    for (const after of [cursor, latestCursor]) {
      const { status, body } = await post(
        system.url,
        { query: '{ communities { totalCount asOf } }' },
        { token: person.token, headers: { 'x-after-cursor': after } },
      );
      expect(status).toBe(200);
      const { communities } = body?.data as { communities: { totalCount: number; asOf: string } };
      expect(communities.totalCount).toBe(1);
      expect(communities.asOf >= cursor).toBe(true);
    }
  });

  it('in one request, a later mutation’s answer shows what an earlier one did', async () => {
    const person = await partyOf(system);
    const [first = ''] = await person.register('一');
    const answer = await person.query<Record<string, { community: { name: string } }>>(
      `mutation ($id: ID!) {
        a: renameCommunity(input: { communityId: $id, name: "二", idempotencyKey: "a" }) { ...c }
        b: renameCommunity(input: { communityId: $id, name: "三", idempotencyKey: "b" }) { ...c }
      } fragment c on RenameCommunitySuccess { community { name } }`,
      { id: first },
    );
    expect(answer).toEqual({ a: { community: { name: '二' } }, b: { community: { name: '三' } } });
  });
});
