import { accountOf } from '../../support/happenings.js';
import { headOf, logOf } from '../../support/log.js';
import { partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

const MERCHANT = '1900012345';

describe('ending a sharing', () => {
  let system: TestSystem;
  let owner: Party;
  let recipient: Party;
  let appId: string;
  let sharingId: string;
  let payment: string;
  beforeAll(async () => {
    system = await startTestSystem();
  });
  beforeEach(async () => {
    [owner, recipient] = await Promise.all([partyOf(system), partyOf(system)]);
    appId = await accountOf(system, owner);
    payment = await owner.offerPayment(appId, MERCHANT);
    sharingId = await owner.share(appId, recipient);
  });
  afterAll(() => system.close());

  test('R20, R22, R23: a recipient ends a sharing once all its communities are unbound, and has no access then', async () => {
    const ids = await recipient.register('江景', '山景');
    await recipient.bind(appId, ...ids);
    await recipient.bindPayment(payment, MERCHANT, ...ids);
    const remain = await recipient.ask(
      'revokeSharing',
      { sharingId },
      '... on BindingsRemain { count communities { id name } }',
    );
    expect(remain).toMatchObject({ code: 'BINDINGS_REMAIN', count: 2 });
    expect(remain).toMatchObject({ communities: ids.map((id) => expect.objectContaining({ id }) as unknown) });
    await recipient.unbind(appId, ...ids);

    await recipient.do('revokeSharing', { sharingId });

    await expectNoAccess(ids);
  });

  test('R21, R22, R23: an owner ends a sharing, unbinding in the same step when asked to', async () => {
    const ids = await recipient.register('江景', '山景');
    await recipient.bind(appId, ...ids);
    await recipient.bindPayment(payment, MERCHANT, ...ids);
    const remain = await owner.ask('revokeSharing', { sharingId }, '... on BindingsRemain { count }');
    expect(remain).toMatchObject({ code: 'BINDINGS_REMAIN', count: 2 });
    await recipient.isRefused('revokeSharing', { sharingId, unbindCommunities: true }, 'NOT_ACCOUNT_OWNER');
    const before = await headOf(system);

    const { unboundCommunityCount } = await owner.do<{ unboundCommunityCount: number }>(
      'revokeSharing',
      { sharingId, unbindCommunities: true },
      'unboundCommunityCount',
    );

    expect(unboundCommunityCount).toBe(2);
    const ended = await logOf(system, before);
    expect(ended.map(({ type }) => type).sort()).toEqual(
      ['CommunityUnbound', 'CommunityUnbound', 'PaymentUnbound', 'PaymentUnbound', 'SharingEnded'].sort(),
    );
    expect(new Set(ended.map(({ metadata }) => metadata.commandId)).size).toBe(1);
    await expectNoAccess(ids);
  });

  async function expectNoAccess(ids: readonly string[]): Promise<void> {
    const { account, paymentInterface, sharing } = await recipient.query<Record<string, unknown>>(
      `query ($appId: ID!, $payment: ID!, $sharingId: ID!) { account(appId: $appId) { id }
        paymentInterface(id: $payment) { id } sharing(id: $sharingId) { status account { id } boundCommunityCount } }`,
      { appId, payment, sharingId },
    );
    expect({ account, paymentInterface }).toEqual({ account: null, paymentInterface: null });
    expect(sharing).toEqual({ status: 'ENDED', account: null, boundCommunityCount: 0 });
    await recipient.isRefused('bindCommunities', { appId, communityIds: ids }, 'ACCOUNT_NOT_FOUND');
    const bind = { paymentInterfaceId: payment, merchantNumber: MERCHANT, communityIds: ids };
    await recipient.isRefused('bindPaymentInterface', bind, 'PAYMENT_INTERFACE_NOT_FOUND');
    await recipient.isRefused('revokeSharing', { sharingId }, 'SHARING_ALREADY_ENDED');
    const again = await owner.share(appId, recipient);
    expect(again).not.toBe(sharingId);
    await recipient.bind(appId, ...ids);
  }
});
