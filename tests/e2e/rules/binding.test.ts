import { accountOf } from '../../support/happenings.js';
import { headOf, logOf } from '../../support/log.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const MERCHANT = '1900012345';
const OTHER_MERCHANT = '1900054321';
const REFUSED = '... on CommunitiesRefused { communities { communityId reason appId paymentInterfaceId } }';

interface Service {
  readonly account: { readonly appId: string } | null;
  readonly paymentInterface: { readonly id: string } | null;
}

describe('sharing and binding', () => {
  let system: TestSystem;
  let owner: Party;
  let recipient: Party;
  let appId: string;
  let payment: string;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  beforeEach(async () => {
    [owner, recipient] = await Promise.all([partyOf(system), partyOf(system)]);
    appId = await accountOf(system, owner);
    payment = await owner.offerPayment(appId, MERCHANT);
    await owner.share(appId, recipient);
  });
  afterAll(() => system.close());

  const serviceOf = async (who: Party, id: string): Promise<Service> =>
    (
      await who.query<{ community: { service: Service } }>(
        'query ($id: ID!) { community(id: $id) { service { account { appId } paymentInterface { id } } } }',
        { id },
      )
    ).community.service;
  const interfacesOf = async (who: Party): Promise<string[]> =>
    (
      await who.query<{ account: { paymentInterfaces: { id: string }[] } }>(
        'query ($appId: ID!) { account(appId: $appId) { paymentInterfaces { id } } }',
        { appId },
      )
    ).account.paymentInterfaces.map(({ id }) => id);

  test('R14: the recipient has every payment interface that the account has while the sharing lasts', async () => {
    expect(await interfacesOf(recipient)).toEqual([payment]);

    const later = await owner.offerPayment(appId, OTHER_MERCHANT);

    expect(await interfacesOf(recipient)).toEqual([payment, later]);
    await owner.do('removePaymentInterface', { paymentInterfaceId: later });
    expect(await interfacesOf(recipient)).toEqual([payment]);
  });

  test('R14: one merchant number occurs once, and an interface in use is not removed', async () => {
    const taken = await owner.ask(
      'addPaymentInterface',
      { appId, name: '又一个', merchantNumber: MERCHANT },
      '... on MerchantNumberTaken { paymentInterface { id } }',
    );
    expect(taken).toMatchObject({ code: 'MERCHANT_NUMBER_TAKEN', paymentInterface: { id: payment } });
    const [id = ''] = await recipient.register('江景');
    await recipient.bind(appId, id);
    await recipient.bindPayment(payment, MERCHANT, id);
    const remain = await owner.ask(
      'removePaymentInterface',
      { paymentInterfaceId: payment },
      '... on BindingsRemain { count communities { id name externalId } }',
    );
    expect(remain).toMatchObject({
      code: 'BINDINGS_REMAIN',
      count: 1,
      communities: [{ id, name: '江景', externalId: null }],
    });

    await recipient.do('unbindPaymentInterface', { paymentInterfaceId: payment, communityIds: [id] });

    await owner.do('removePaymentInterface', { paymentInterfaceId: payment });
  });

  test('R15: only to an account that the tenant owns or shares, only its own communities', async () => {
    const [own] = await recipient.register('江景');
    const [foreign] = await owner.register('绿园');
    const stranger = await partyOf(system);
    const [strangers] = await stranger.register('别处');

    await stranger.isRefused('bindCommunities', { appId, communityIds: [strangers] }, 'ACCOUNT_NOT_FOUND');
    const refusal = await recipient.ask('bindCommunities', { appId, communityIds: [own, foreign, 'nowhere'] }, REFUSED);

    expect(refusal).toMatchObject({
      code: 'COMMUNITIES_REFUSED',
      communities: [
        { communityId: foreign, reason: 'NOT_FOUND' },
        { communityId: 'nowhere', reason: 'NOT_FOUND' },
      ],
    });
  });

  test('R15: binding where it is bound already succeeds and changes nothing', async () => {
    const [id = ''] = await recipient.register('江景');
    await recipient.bind(appId, id);
    const head = await headOf(system);

    await recipient.bind(appId, id);

    expect(await headOf(system)).toBe(head);
  });

  test('R15: elsewhere needs an explicit move, an unbinding and a binding in one step', async () => {
    const home = await accountOf(system, recipient);
    const [id = ''] = await recipient.register('江景');
    await recipient.bind(home, id);
    const refusal = await recipient.ask('bindCommunities', { appId, communityIds: [id] }, REFUSED);
    expect(refusal).toMatchObject({ communities: [{ communityId: id, reason: 'BOUND_ELSEWHERE', appId: home }] });
    const before = await headOf(system);

    await recipient.do('bindCommunities', { appId, communityIds: [id], move: true });

    expect((await serviceOf(recipient, id)).account).toEqual({ appId });
    const moved = await logOf(system, before);
    expect(moved.map(({ type, data }) => [type, data['reason'] ?? null, data['appId']])).toEqual([
      ['CommunityUnbound', 'MOVED', home],
      ['CommunityBound', null, appId],
    ]);
    expect(new Set(moved.map(({ metadata }) => metadata.commandId)).size).toBe(1);
  });

  test('R16: a payment interface of the bound account, with its merchant number repeated, one at a time', async () => {
    const [bound = '', unbound = ''] = await recipient.register('江景', '山景');
    await recipient.bind(appId, bound);
    const other = await owner.offerPayment(appId, OTHER_MERCHANT);
    const bind = (input: object) =>
      recipient.ask(
        'bindPaymentInterface',
        { paymentInterfaceId: payment, merchantNumber: MERCHANT, ...input },
        REFUSED,
      );

    for (const merchantNumber of [OTHER_MERCHANT, '1900012346']) {
      expect(await bind({ communityIds: [bound], merchantNumber })).toMatchObject({ code: 'MERCHANT_NUMBER_MISMATCH' });
    }
    expect(await bind({ communityIds: [bound, unbound] })).toMatchObject({
      communities: [{ communityId: unbound, reason: 'NOT_BOUND' }],
    });
    await recipient.bindPayment(payment, MERCHANT, bound);
    const swap = { paymentInterfaceId: other, merchantNumber: OTHER_MERCHANT, communityIds: [bound] };
    expect(await bind(swap)).toMatchObject({
      communities: [{ communityId: bound, reason: 'PAYMENT_BOUND_ELSEWHERE', paymentInterfaceId: payment }],
    });
    const before = await headOf(system);

    const { endedPaymentBindings, warning } = await recipient.do<{ endedPaymentBindings: object[]; warning: string }>(
      'bindPaymentInterface',
      { ...swap, replace: true },
      'endedPaymentBindings { communityId paymentInterfaceId } warning',
    );

    expect(endedPaymentBindings).toEqual([{ communityId: bound, paymentInterfaceId: payment }]);
    expect(warning).toContain(OTHER_MERCHANT);
    expect((await logOf(system, before)).map(({ type }) => type)).toEqual(['PaymentUnbound', 'PaymentBound']);
    expect((await serviceOf(recipient, bound)).paymentInterface).toEqual({ id: other });
  });

  test('R17: the owner unbinds any community from its account, a recipient only its own', async () => {
    const [shared = ''] = await recipient.register('江景');
    const [own = ''] = await owner.register('绿园');
    for (const [who, id] of [
      [recipient, shared],
      [owner, own],
    ] as const) {
      await who.bind(appId, id);
      await who.bindPayment(payment, MERCHANT, id);
    }
    const foreign = { communities: [{ communityId: own, reason: 'NOT_FOUND' }] };

    expect(
      await recipient.ask('unbindPaymentInterface', { paymentInterfaceId: payment, communityIds: [own] }, REFUSED),
    ).toMatchObject(foreign);
    expect(await recipient.ask('unbindCommunities', { appId, communityIds: [own] }, REFUSED)).toMatchObject(foreign);
    await owner.do('unbindPaymentInterface', { paymentInterfaceId: payment, communityIds: [shared] });
    await owner.unbind(appId, shared, own);

    expect((await serviceOf(recipient, shared)).account).toBeNull();
    expect((await serviceOf(owner, own)).account).toBeNull();
  });

  test('R18: unbinding from the account ends the payment binding in the same step', async () => {
    const [id = ''] = await recipient.register('江景');
    await recipient.bind(appId, id);
    await recipient.bindPayment(payment, MERCHANT, id);
    const before = await headOf(system);

    const { endedPaymentBindings } = await recipient.do<{ endedPaymentBindings: object[] }>(
      'unbindCommunities',
      { appId, communityIds: [id] },
      'endedPaymentBindings { communityId paymentInterfaceId }',
    );

    expect(endedPaymentBindings).toEqual([{ communityId: id, paymentInterfaceId: payment }]);
    const ended = await logOf(system, before);
    expect(ended.map(({ type }) => type)).toEqual(['PaymentUnbound', 'CommunityUnbound']);
    expect(ended[0]?.data['reason']).toBe('UNBOUND_FROM_ACCOUNT');
  });

  test('R19: the whole call or nothing, and each community in the way with its own reason', async () => {
    const home = await accountOf(system, recipient);
    const [free, elsewhere, here = ''] = await recipient.register('甲', '乙', '丙');
    const [foreign] = await owner.register('绿园');
    await recipient.do('bindCommunities', { appId: home, communityIds: [elsewhere] });
    await recipient.bind(appId, here);
    const head = await headOf(system);

    const binding = await recipient.ask(
      'bindCommunities',
      { appId, communityIds: [free, elsewhere, here, foreign] },
      REFUSED,
    );
    const unbinding = await recipient.ask(
      'unbindCommunities',
      { appId, communityIds: [free, elsewhere, here, foreign] },
      REFUSED,
    );

    expect(binding).toMatchObject({
      communities: [
        { communityId: elsewhere, reason: 'BOUND_ELSEWHERE', appId: home },
        { communityId: foreign, reason: 'NOT_FOUND', appId: null },
      ],
    });
    expect(unbinding).toMatchObject({
      communities: [
        { communityId: free, reason: 'NOT_BOUND' },
        { communityId: elsewhere, reason: 'NOT_BOUND' },
        { communityId: foreign, reason: 'NOT_FOUND' },
      ],
    });
    expect(await headOf(system)).toBe(head);
  });
});
