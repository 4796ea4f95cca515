import { decideBindCommunities } from '../../../src/domain/tenant/bind-communities.js';
import { decideBindPaymentInterface } from '../../../src/domain/tenant/bind-payment-interface.js';
import { given, type World } from './specification.js';
import * as story from './stories.js';

const { APP, MERCHANT, NOON, OTHER_APP, OTHER_MERCHANT, OTHER_PAY, OWNER, PAY, RECIPIENT, SHARING, STRANGER } = story;

const accounts = [
  ...story.authorized(),
  ...story.offering(),
  ...story.offering(OTHER_PAY, OTHER_MERCHANT),
  ...story.shared(),
  ...story.authorized({ appId: OTHER_APP, owner: RECIPIENT }),
  ...story.registered(OWNER, 'o1'),
  ...story.registered(RECIPIENT, 'c1', 'c2', 'c3'),
  ...story.registered(STRANGER, 's1'),
];
const elsewhere = { appId: OTHER_APP, owner: RECIPIENT };

const bind =
  (tenantId: string, communityIds: readonly string[], move = false, appId = APP) =>
  (world: World) =>
    decideBindCommunities({
      account: world.account(appId),
      tenant: world.tenant(tenantId),
      tenantId,
      communityIds,
      move,
    });

describe('R15: a tenant binds its own communities', () => {
  it('to an account that it owns', () => {
    const [event] = given(accounts)
      .when(bind(OWNER, ['o1']))
      .then(['CommunityBound', { communityId: 'o1', appId: APP, tenure: 1, owner: OWNER, sharingId: null }]);
    expect(event).toMatchObject({ stream: `tenant-${OWNER}`, tenant: OWNER });
  });

  it('to an account that is shared with it, many at once (R19)', () => {
    given(accounts)
      .when(bind(RECIPIENT, ['c2', 'c1']))
      .then(
        ['CommunityBound', { communityId: 'c2', owner: OWNER, sharingId: SHARING, communityName: '小区c2' }],
        ['CommunityBound', { communityId: 'c1', owner: OWNER, sharingId: SHARING }],
      );
  });

  it.each([
    ['a stranger’s account', accounts, STRANGER, 's1'],
    ['an account whose sharing has ended (R23)', [...accounts, ...story.ended()], RECIPIENT, 'c1'],
    ['an account that was released (R7)', [...accounts, ...story.ended(), ...story.released()], OWNER, 'o1'],
  ])('not to %s, which is as if it did not exist (R27)', (_, events, tenantId, communityId) => {
    given(events)
      .when(bind(tenantId, [communityId]))
      .thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('where it is bound already: succeeds and changes nothing', () => {
    given(accounts, story.bound(RECIPIENT, ['c1', 'c2']))
      .when(bind(RECIPIENT, ['c1', 'c2'], true))
      .thenUnchanged();
    given(accounts, story.bound(RECIPIENT, ['c1']))
      .when(bind(RECIPIENT, ['c1', 'c2']))
      .then(['CommunityBound', { communityId: 'c2' }]);
  });

  it('elsewhere only by an explicit move, which unbinds and binds in one step (R18)', () => {
    given(accounts, story.bound(RECIPIENT, ['c1', 'c2']), story.paying(RECIPIENT, ['c1']))
      .when(bind(RECIPIENT, ['c1', 'c2', 'c3'], true, OTHER_APP))
      .then(
        ['PaymentUnbound', { communityId: 'c1', appId: APP, reason: 'UNBOUND_FROM_ACCOUNT' }],
        ['CommunityUnbound', { communityId: 'c1', appId: APP, sharingId: SHARING, reason: 'MOVED' }],
        ['CommunityBound', { communityId: 'c1', appId: OTHER_APP, owner: RECIPIENT, sharingId: null }],
        ['CommunityUnbound', { communityId: 'c2', reason: 'MOVED' }],
        ['CommunityBound', { communityId: 'c2', appId: OTHER_APP }],
        ['CommunityBound', { communityId: 'c3', appId: OTHER_APP }],
      );
  });

  it('away from a deauthorized account: unbinding is allowed (R6)', () => {
    given(accounts, story.bound(RECIPIENT, ['c1'], elsewhere), story.deauthorized(NOON, elsewhere))
      .when(bind(RECIPIENT, ['c1'], true))
      .then(['CommunityUnbound', { appId: OTHER_APP, reason: 'MOVED' }], ['CommunityBound', { appId: APP }]);
  });

  it('R6: not while the account is deauthorized, also where it is bound already', () => {
    given(accounts, story.bound(RECIPIENT, ['c1']), story.deauthorized())
      .when(bind(RECIPIENT, ['c1']))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: NOON });
  });
});

describe('R19: the whole call succeeds or nothing happens', () => {
  it('and names each community that stood in the way of binding, with its own reason', () => {
    given(accounts, story.bound(RECIPIENT, ['c2'], elsewhere))
      .when(bind(RECIPIENT, ['c1', 'c2', 's1', 'none']))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [
          { communityId: 'c2', reason: 'BOUND_ELSEWHERE', appId: OTHER_APP, paymentInterfaceId: null },
          { communityId: 's1', reason: 'NOT_FOUND', appId: null, paymentInterfaceId: null },
          { communityId: 'none', reason: 'NOT_FOUND', appId: null, paymentInterfaceId: null },
        ],
      });
  });

  it('R15: the owner of the account does not bind another tenant’s community', () => {
    given(accounts)
      .when(bind(OWNER, ['o1', 'c1']))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [{ communityId: 'c1', reason: 'NOT_FOUND', appId: null, paymentInterfaceId: null }],
      });
  });

  it('and names each community that stood in the way of payment', () => {
    given(
      accounts,
      story.bound(RECIPIENT, ['c1']),
      story.paying(RECIPIENT, ['c1'], OTHER_PAY, OTHER_MERCHANT),
      story.bound(RECIPIENT, ['c2'], elsewhere),
    )
      .when(bindPayment(RECIPIENT, ['c1', 'c2', 'c3', 's1']))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [
          { communityId: 'c1', reason: 'PAYMENT_BOUND_ELSEWHERE', appId: APP, paymentInterfaceId: OTHER_PAY },
          { communityId: 'c2', reason: 'NOT_BOUND', appId: OTHER_APP, paymentInterfaceId: null },
          { communityId: 'c3', reason: 'NOT_BOUND', appId: null, paymentInterfaceId: null },
          { communityId: 's1', reason: 'NOT_FOUND', appId: null, paymentInterfaceId: null },
        ],
      });
  });
});

const bindPayment =
  (tenantId: string, communityIds: readonly string[], changes: { replace?: boolean; merchantNumber?: string } = {}) =>
  (world: World) =>
    decideBindPaymentInterface({
      account: world.account(APP),
      tenant: world.tenant(tenantId),
      tenantId,
      paymentInterfaceId: PAY,
      merchantNumber: MERCHANT,
      communityIds,
      replace: false,
      ...changes,
    });

describe('R16: a community pays through an interface of the account that it is bound to', () => {
  const bound = [...accounts, ...story.bound(RECIPIENT, ['c1', 'c2'])];
  const payingOther = [...bound, ...story.paying(RECIPIENT, ['c1'], OTHER_PAY, OTHER_MERCHANT)];

  it('when the merchant number that will receive the money is repeated', () => {
    given(bound)
      .when(bindPayment(RECIPIENT, ['c1', 'c2']))
      .then(
        ['PaymentBound', { communityId: 'c1', paymentInterfaceId: PAY, merchantNumber: MERCHANT, sharingId: SHARING }],
        ['PaymentBound', { communityId: 'c2', paymentInterfaceName: `接口${MERCHANT}`, owner: OWNER }],
      );
  });

  it.each([OTHER_MERCHANT, '', '190000000'])('not when %j is repeated', (merchantNumber) => {
    given(bound)
      .when(bindPayment(RECIPIENT, ['c1'], { merchantNumber }))
      .thenRefused({ code: 'MERCHANT_NUMBER_MISMATCH' });
  });

  it('an explicit replace changes it without a gap', () => {
    given(payingOther)
      .when(bindPayment(RECIPIENT, ['c1', 'c2'], { replace: true }))
      .then(
        ['PaymentUnbound', { communityId: 'c1', paymentInterfaceId: OTHER_PAY, reason: 'REPLACED' }],
        ['PaymentBound', { communityId: 'c1', paymentInterfaceId: PAY }],
        ['PaymentBound', { communityId: 'c2', paymentInterfaceId: PAY }],
      );
  });

  it('where it does already: nothing changes', () => {
    given(bound, story.paying(RECIPIENT, ['c1']))
      .when(bindPayment(RECIPIENT, ['c1']))
      .thenUnchanged();
  });

  it('R14: the interface came after the sharing', () => {
    given(
      story.authorized(),
      story.shared(),
      story.offering(),
      story.registered(RECIPIENT, 'c1'),
      story.bound(RECIPIENT, ['c1']),
    )
      .when(bindPayment(RECIPIENT, ['c1']))
      .then(['PaymentBound', { paymentInterfaceId: PAY }]);
  });

  it('refusals in their order', () => {
    const wrong = { merchantNumber: OTHER_MERCHANT };
    given(bound, story.deauthorized())
      .when(bindPayment(STRANGER, ['none'], wrong))
      .thenRefused({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
    given(story.authorized(), story.deauthorized())
      .when(bindPayment(OWNER, ['none'], wrong))
      .thenRefused({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
    given(bound, story.deauthorized())
      .when(bindPayment(RECIPIENT, ['none'], wrong))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: NOON });
    given(bound)
      .when(bindPayment(RECIPIENT, ['none'], wrong))
      .thenRefused({ code: 'MERCHANT_NUMBER_MISMATCH' });
  });
});
