import { toTenant } from '../../../src/domain/tenant/tenant-stream.js';
import { decideUnbindCommunities } from '../../../src/domain/tenant/unbind-communities.js';
import { decideUnbindPaymentInterface } from '../../../src/domain/tenant/unbind-payment-interface.js';
import { given, type World } from './specification.js';
import * as story from './stories.js';

const { APP, OTHER_APP, OTHER_MERCHANT, OTHER_PAY, OWNER, PAY, RECIPIENT, STRANGER } = story;

const homes = new Map([
  ['o1', OWNER],
  ['c1', RECIPIENT],
  ['c2', RECIPIENT],
  ['c3', RECIPIENT],
  ['s1', STRANGER],
]);

const inUse = [
  ...story.authorized(),
  ...story.offering(),
  ...story.offering(OTHER_PAY, OTHER_MERCHANT),
  ...story.shared(),
  ...story.registered(OWNER, 'o1'),
  ...story.registered(RECIPIENT, 'c1', 'c2', 'c3'),
  ...story.registered(STRANGER, 's1'),
  ...story.bound(OWNER, ['o1']),
  ...story.bound(RECIPIENT, ['c1', 'c2']),
  ...story.paying(RECIPIENT, ['c1']),
  ...story.bound(STRANGER, ['s1'], { appId: OTHER_APP, owner: STRANGER }),
];

const concerned = (world: World) => ({
  account: world.account(APP),
  tenantOf: homes,
  tenants: world.tenants(OWNER, RECIPIENT, STRANGER),
});

const unbind =
  (tenantId: string, ...communityIds: readonly string[]) =>
  (world: World) =>
    decideUnbindCommunities({ ...concerned(world), tenantId, communityIds });

const unbindPayment =
  (tenantId: string, communityIds: readonly string[], paymentInterfaceId = PAY) =>
  (world: World) =>
    decideUnbindPaymentInterface({ ...concerned(world), tenantId, paymentInterfaceId, communityIds });

const refused = (communityId: string, reason: 'NOT_FOUND' | 'NOT_BOUND', appId: string | null = null) => ({
  communityId,
  reason,
  appId,
  paymentInterfaceId: null,
});

describe('R17: who unbinds what from an account', () => {
  it('a recipient its own, and the payment binding ends in the same step before it (R18)', () => {
    given(inUse)
      .when(unbind(RECIPIENT, 'c1', 'c2'))
      .then(
        ['PaymentUnbound', { communityId: 'c1', reason: 'UNBOUND_FROM_ACCOUNT' }],
        ['CommunityUnbound', { communityId: 'c1', reason: 'REQUESTED' }],
        ['CommunityUnbound', { communityId: 'c2', reason: 'REQUESTED' }],
      );
  });

  it('the owner any, each event in the stream of its own tenant', () => {
    const events = given(inUse)
      .when(unbind(OWNER, 'c2', 'o1'))
      .then(['CommunityUnbound', { communityId: 'c2' }], ['CommunityUnbound', { communityId: 'o1' }]);
    expect(events.map(({ stream, tenant }) => [stream, tenant])).toEqual([
      [`tenant-${RECIPIENT}`, RECIPIENT],
      [`tenant-${OWNER}`, OWNER],
    ]);
  });

  it('also while the account is deauthorized (R6)', () => {
    given(inUse, story.deauthorized()).when(unbind(RECIPIENT, 'c2')).then(['CommunityUnbound']);
  });

  it('nobody else: the account does not exist for them (R27)', () => {
    given(inUse).when(unbind(STRANGER, 's1')).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });
});

describe('R19, R27: unbinding is all or nothing, and tells no more than one may know', () => {
  it('a recipient knows its own communities only', () => {
    given(inUse)
      .when(unbind(RECIPIENT, 'c1', 'c3', 'o1', 's1', 'none'))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [
          refused('c3', 'NOT_BOUND'),
          refused('o1', 'NOT_FOUND'),
          refused('s1', 'NOT_FOUND'),
          refused('none', 'NOT_FOUND'),
        ],
      });
  });

  it('the owner knows of a recipient’s communities what is bound to its account, and nothing of the others', () => {
    given(inUse)
      .when(unbind(OWNER, 'o1', 'c3', 's1'))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [refused('c3', 'NOT_FOUND'), refused('s1', 'NOT_FOUND')],
      });
  });

  it.each([OWNER, RECIPIENT])('a community that was removed is not there for %s', (tenantId) => {
    const removed = toTenant({
      type: 'CommunityRemoved',
      data: { tenantId: RECIPIENT, communityId: 'c3', name: '小区c3' },
    });
    given(inUse, [removed])
      .when(unbind(tenantId, 'c3'))
      .thenRefused({ code: 'COMMUNITIES_REFUSED', communities: [refused('c3', 'NOT_FOUND')] });
  });

  it('says where one’s own community is bound instead', () => {
    const moved = story.bound(RECIPIENT, ['c3'], { appId: OTHER_APP, owner: STRANGER });
    given(inUse, moved)
      .when(unbind(RECIPIENT, 'c3'))
      .thenRefused({ code: 'COMMUNITIES_REFUSED', communities: [refused('c3', 'NOT_BOUND', OTHER_APP)] });
  });
});

describe('R17: the same holds for payment bindings', () => {
  it.each([OWNER, RECIPIENT])('%s ends one, and the binding stays', (tenantId) => {
    const [event] = given(inUse)
      .when(unbindPayment(tenantId, ['c1']))
      .then(['PaymentUnbound', { communityId: 'c1', paymentInterfaceId: PAY, reason: 'REQUESTED' }]);
    expect(event?.tenant).toBe(RECIPIENT);
  });

  it('also while the account is deauthorized (R6)', () => {
    given(inUse, story.deauthorized())
      .when(unbindPayment(RECIPIENT, ['c1']))
      .then(['PaymentUnbound']);
  });

  it('R19: names each community that stood in the way', () => {
    given(inUse)
      .when(unbindPayment(OWNER, ['c1', 'c2', 'o1', 'c3', 's1']))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [
          refused('c2', 'NOT_BOUND', APP),
          refused('o1', 'NOT_BOUND', APP),
          refused('c3', 'NOT_FOUND'),
          refused('s1', 'NOT_FOUND'),
        ],
      });
    given(inUse)
      .when(unbindPayment(RECIPIENT, ['c1'], OTHER_PAY))
      .thenRefused({
        code: 'COMMUNITIES_REFUSED',
        communities: [{ ...refused('c1', 'NOT_BOUND', APP), paymentInterfaceId: PAY }],
      });
  });

  it.each([
    ['an interface that is not there', RECIPIENT, `${APP}.none`],
    ['an interface that one may not know of (R27)', STRANGER, PAY],
  ])('not of %s', (_, tenantId, paymentInterfaceId) => {
    given(inUse)
      .when(unbindPayment(tenantId, ['c1'], paymentInterfaceId))
      .thenRefused({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
  });
});
