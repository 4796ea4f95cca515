import { headOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { runFor } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const MERCHANT = '1900012345';
const ACCOUNT = `query ($appId: ID!) { account(appId: $appId) {
  relation status originalId principalName permissions { id } authorizedAt
  bindings { totalCount nodes { community { id name externalId } tenant { id } boundBy { subject tenant { id } } } }
  sharings { totalCount } shareCodes { totalCount } shareCodeCounts { open redeemed }
  sharing { id boundCommunityCount } paymentInterfaces { id boundCommunityCount }
} }`;

describe('R27: what queries tell of the present, and to whom', () => {
  let system: TestSystem;
  let owner: Party;
  let recipient: Party;
  let stranger: Party;
  let auditor: Party;
  let service: Party;
  let appId: string;
  let sharingId: string;
  let paymentInterfaceId: string;
  let shared: string;
  let own: string;
  beforeAll(async () => {
    system = await startTestSystem();
    [owner, recipient, stranger] = [await partyOf(system), await partyOf(system), await partyOf(system)];
    auditor = await officerOf(system, 'AUDITOR');
    service = await officerOf(system, 'SERVICE');
    appId = await system.authorize(owner);
    paymentInterfaceId = await owner.offerPayment(appId, MERCHANT);
    sharingId = await owner.share(appId, recipient);
    const { communities } = await recipient.do<{ communities: { id: string }[] }>(
      'registerCommunities',
      { communities: [{ name: '江景', externalId: 'river-1' }, { name: '空置' }] },
      'communities { id }',
    );
    shared = communities[0]?.id ?? '';
    [own = ''] = await owner.register('绿园');
    await recipient.bind(appId, shared);
    await owner.bind(appId, own);
    await recipient.bindPayment(paymentInterfaceId, MERCHANT, shared);
    await owner.bindPayment(paymentInterfaceId, MERCHANT, own);
  });
  afterAll(() => system.close());

  const account = async (asker: Party): Promise<unknown> =>
    (await asker.query<{ account: unknown }>(ACCOUNT, { appId })).account;

  test('the owner sees the account, its sharings, and of a recipient’s bound community id and name', async () => {
    expect(await account(owner)).toMatchObject({
      relation: 'OWNER',
      principalName: expect.any(String) as string,
      bindings: {
        totalCount: 2,
        nodes: expect.arrayContaining([
          expect.objectContaining({
            community: { id: shared, name: '江景', externalId: null },
            tenant: { id: recipient.tenant },
            boundBy: { subject: null, tenant: { id: recipient.tenant } },
          }),
        ]) as unknown,
      },
      sharings: { totalCount: 1 },
      shareCodes: { totalCount: 1 },
      shareCodeCounts: { open: 0, redeemed: 1 },
      sharing: null,
      paymentInterfaces: [{ id: paymentInterfaceId, boundCommunityCount: 2 }],
    });
  });

  test('R5: the recipient sees the account with its own bindings, and counts count what it may see', async () => {
    expect(await account(recipient)).toEqual({
      relation: 'RECIPIENT',
      status: 'AUTHORIZED',
      originalId: null,
      principalName: null,
      permissions: null,
      authorizedAt: null,
      bindings: {
        totalCount: 1,
        nodes: [
          {
            community: { id: shared, name: '江景', externalId: 'river-1' },
            tenant: { id: recipient.tenant },
            boundBy: { subject: recipient.subject, tenant: { id: recipient.tenant } },
          },
        ],
      },
      sharings: null,
      shareCodes: null,
      shareCodeCounts: null,
      sharing: { id: sharingId, boundCommunityCount: 1 },
      paymentInterfaces: [{ id: paymentInterfaceId, boundCommunityCount: 1 }],
    });
  });

  const FIELDS = `query ($appId: ID!, $community: ID!, $sharingId: ID!, $paymentInterfaceId: ID!) {
    account(appId: $appId) { id } community(id: $community) { id }
    sharing(id: $sharingId) { id } paymentInterface(id: $paymentInterfaceId) { id }
  }`;
  const finds = async (asker: Party, community: string): Promise<readonly string[]> => {
    const found = await asker.query<Record<string, unknown>>(FIELDS, {
      appId,
      community,
      sharingId,
      paymentInterfaceId,
    });
    return Object.keys(found).filter((field) => found[field] !== null);
  };

  test('ids of another tenant find what the exceptions name, and nothing else', async () => {
    expect(await finds(owner, shared)).toEqual(['account', 'sharing', 'paymentInterface']);
    expect(await finds(recipient, own)).toEqual(['account', 'sharing', 'paymentInterface']);
    expect(await finds(stranger, shared)).toEqual([]);
    expect(await finds(auditor, shared)).toEqual(['account', 'community', 'sharing', 'paymentInterface']);
    const { community } = await service.query<{ community: unknown }>(
      'query ($id: ID!) { community(id: $id) { name service { available } } }',
      { id: shared },
    );
    expect(community).toEqual({ name: '江景', service: { available: true } });
  });

  test('lists hold nothing of another tenant', async () => {
    const lists = '{ accounts { totalCount } communities { totalCount } auditTrail { nodes { id } } }';
    expect(await stranger.query(lists)).toEqual({
      accounts: { totalCount: 0 },
      communities: { totalCount: 0 },
      auditTrail: { nodes: [] },
    });
    const filtered = 'query ($filter: CommunityFilter) { communities(filter: $filter) { totalCount } }';
    for (const filter of [{ appId }, { tenantId: recipient.tenant }, { paymentInterfaceId }, { ids: [shared] }]) {
      expect(await stranger.query(filtered, { filter })).toEqual({ communities: { totalCount: 0 } });
    }
    expect(await owner.query(filtered, { filter: { tenantId: recipient.tenant } })).toEqual({
      communities: { totalCount: 0 },
    });
  });

  test('a stranger’s commands on ids that exist are refused as on ids that do not', async () => {
    const head = await headOf(system);
    const [mine] = await stranger.register('别处');
    const nothing = 'wx0000000000000000';
    const attempts = (app: string, sharing: string, payment: string, community: string) =>
      [
        ['bindCommunities', { appId: app, communityIds: [mine] }],
        ['unbindCommunities', { appId: app, communityIds: [community] }],
        ['generateShareCodes', { appId: app, count: 1 }],
        ['releaseAccount', { appId: app }],
        ['revokeSharing', { sharingId: sharing, unbindCommunities: true }],
        ['removePaymentInterface', { paymentInterfaceId: payment }],
        ['bindPaymentInterface', { paymentInterfaceId: payment, merchantNumber: MERCHANT, communityIds: [mine] }],
        ['unbindPaymentInterface', { paymentInterfaceId: payment, communityIds: [community] }],
        ['renameCommunity', { communityId: community, name: '夺取' }],
        ['removeCommunity', { communityId: community }],
      ] as const;
    const refusals = async (list: ReturnType<typeof attempts>) =>
      Promise.all(list.map(([field, input]) => stranger.ask(field, input, '... on UserError { message path }')));

    const real = await refusals(attempts(appId, sharingId, paymentInterfaceId, shared));
    const unreal = await refusals(attempts(nothing, `${nothing}.x`, `${nothing}.y`, 'nowhere'));

    expect(real).toEqual(unreal);
    expect(real.every(({ code }) => code !== undefined)).toBe(true);
    const { auditTrail } = await auditor.query<{ auditTrail: { nodes: { type: string; cursor: string }[] } }>(
      '{ auditTrail(first: 5) { nodes { type cursor } } }',
    );
    expect(auditTrail.nodes.filter(({ cursor }) => cursor > head).map(({ type }) => type)).toEqual([
      'CommunityRegistered',
    ]);
  });

  test('R2: a refused authorization tells that someone owns the account, not who', async () => {
    const { refusal, account: granted } = await runFor(stranger, appId);

    expect(granted).toBeNull();
    expect(refusal?.code).toBe('ACCOUNT_OWNED_BY_ANOTHER');
    expect(JSON.stringify(refusal)).not.toContain(owner.tenant);
  });
});
