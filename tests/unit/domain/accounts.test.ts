import { decideAddPaymentInterface } from '../../../src/domain/account/add-payment-interface.js';
import { decideForceReleaseAccount } from '../../../src/domain/account/force-release-account.js';
import { decideReleaseAccount } from '../../../src/domain/account/release-account.js';
import { decideRemovePaymentInterface } from '../../../src/domain/account/remove-payment-interface.js';
import { MissingStateError } from '../../../src/domain/missing-state.js';
import { given, World } from './specification.js';
import * as story from './stories.js';

const { APP, MERCHANT, NOON, OTHER_MERCHANT, OTHER_PAY, OWNER, PAY, RECIPIENT, SHARING, STRANGER } = story;

describe('R7: the owner releases the account', () => {
  const release = (tenantId: string) => (world: World) =>
    decideReleaseAccount({ account: world.account(APP), tenant: world.tenant(tenantId), tenantId });
  const owned = [...story.authorized(), ...story.registered(OWNER, 'c1')];

  it.each([
    ['authorized', owned],
    ['deauthorized', [...owned, ...story.deauthorized()]],
    ['shared once, not any more', [...owned, ...story.shared(), ...story.ended()]],
  ])('which is %s and not in use', (_, events) => {
    given(events)
      .when(release(OWNER))
      .then(['AccountReleased', { tenure: 1, owner: OWNER, reason: null }]);
  });

  it('not while its own communities are bound', () => {
    given(owned, story.shared(), story.bound(OWNER, ['c1']))
      .when(release(OWNER))
      .thenRefused({ code: 'BINDINGS_REMAIN', count: 1, bindings: [{ communityId: 'c1', tenantId: OWNER }] });
  });

  it('not while it is shared', () => {
    given(owned, story.shared())
      .when(release(OWNER))
      .thenRefused({ code: 'SHARINGS_REMAIN', count: 1, sharingIds: [SHARING] });
  });

  it('and nobody else does', () => {
    given(owned, story.shared()).when(release(RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(owned).when(release(STRANGER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(owned, story.released()).when(release(OWNER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('and its payment interfaces go with the tenure', () => {
    const account = new World().write([...owned, ...story.offering(), ...story.released()]).account(APP);
    expect(account).toMatchObject({ status: 'RELEASED', owner: null });
    expect(account.paymentInterfaces.size).toBe(0);
  });
});

describe('R7: a platform administrator releases for an owner who cannot', () => {
  const force = (world: World) =>
    decideForceReleaseAccount({
      account: world.account(APP),
      tenants: world.tenants(OWNER, RECIPIENT),
      reason: '公司注销',
    });

  it('ends bindings and sharings in the same step, and names the reason', () => {
    const events = given(
      story.authorized(),
      story.offering(),
      story.shared(),
      story.registered(OWNER, 'c1'),
      story.registered(RECIPIENT, 'c2', 'c3'),
      story.bound(OWNER, ['c1']),
      story.bound(RECIPIENT, ['c2']),
      story.paying(RECIPIENT, ['c2']),
    )
      .when(force)
      .then(
        ['CommunityUnbound', { communityId: 'c1', reason: 'ACCOUNT_RELEASED' }],
        ['PaymentUnbound', { communityId: 'c2', reason: 'ACCOUNT_RELEASED' }],
        ['CommunityUnbound', { communityId: 'c2', reason: 'ACCOUNT_RELEASED' }],
        ['SharingEnded', { sharingId: SHARING, by: 'PLATFORM' }],
        ['AccountReleased', { reason: '公司注销' }],
      );
    expect(events.map(({ tenant }) => tenant)).toEqual([OWNER, RECIPIENT, RECIPIENT, RECIPIENT, OWNER]);
  });

  it('up to 5,000 communities', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
    const bound = (count: number) => [
      ...story.authorized(),
      ...story.shared(),
      ...story.registered(RECIPIENT, ...ids(count)),
      ...story.bound(RECIPIENT, ids(count)),
    ];
    given(bound(5_001)).when(force).thenRefused({ code: 'TOO_MANY_AT_ONCE', count: 5_001, limit: 5_000 });
    expect(given(bound(5_000)).when(force).decision.kind).toBe('accepted');
  });

  it('what nobody owns', () => {
    given().when(force).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(story.authorized(), story.released()).when(force).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('never without having looked at every tenant concerned', () => {
    const world = new World().write([...story.authorized(), ...story.shared()]);
    const decide = () =>
      decideForceReleaseAccount({ account: world.account(APP), tenants: world.tenants(OWNER), reason: 'x' });
    expect(decide).toThrow(MissingStateError);
  });
});

describe('R14: payment interfaces of an account', () => {
  const add =
    (tenantId: string, merchantNumber = OTHER_MERCHANT) =>
    (world: World) =>
      decideAddPaymentInterface({
        account: world.account(APP),
        tenantId,
        paymentInterfaceId: OTHER_PAY,
        name: '主商户',
        merchantNumber,
      });

  it('are added by the owner', () => {
    given(story.authorized(), story.offering())
      .when(add(OWNER))
      .then(['PaymentInterfaceAdded', { paymentInterfaceId: OTHER_PAY, merchantNumber: OTHER_MERCHANT }]);
  });

  it('have each a merchant number of their own', () => {
    given(story.authorized(), story.offering())
      .when(add(OWNER, MERCHANT))
      .thenRefused({ code: 'MERCHANT_NUMBER_TAKEN', paymentInterfaceId: PAY });
  });

  it('are fifty at most', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => story.offering(`${APP}.${index}`, String(10_000_000 + index))).flat();
    given(story.authorized(), many(50))
      .when(add(OWNER))
      .thenRefused({ code: 'INVALID_INPUT', problems: [{ code: 'TOO_MANY', path: [], facts: { max: 50 } }] });
    given(story.authorized(), many(49)).when(add(OWNER)).then(['PaymentInterfaceAdded']);
  });

  it('are not added by others, nor while the account is deauthorized (R6)', () => {
    given(story.authorized(), story.shared()).when(add(RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(story.authorized()).when(add(STRANGER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(story.authorized(), story.deauthorized())
      .when(add(OWNER))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: NOON });
  });

  const remove =
    (tenantId: string, paymentInterfaceId = PAY) =>
    (world: World) =>
      decideRemovePaymentInterface({
        account: world.account(APP),
        tenants: world.tenants(OWNER, RECIPIENT),
        tenantId,
        paymentInterfaceId,
      });
  const used = [
    ...story.authorized(),
    ...story.offering(),
    ...story.offering(OTHER_PAY, OTHER_MERCHANT),
    ...story.shared(),
    ...story.registered(OWNER, 'c1'),
    ...story.registered(RECIPIENT, 'c2'),
    ...story.bound(OWNER, ['c1']),
    ...story.bound(RECIPIENT, ['c2']),
  ];

  it('are removed when no community of anyone is bound to them, also while deauthorized (R6)', () => {
    const expected = ['PaymentInterfaceRemoved', { paymentInterfaceId: PAY, merchantNumber: MERCHANT }] as const;
    given(used).when(remove(OWNER)).then(expected);
    given(used, story.paying(RECIPIENT, ['c2'], OTHER_PAY, OTHER_MERCHANT))
      .when(remove(OWNER))
      .then(expected);
    given(used, story.deauthorized()).when(remove(OWNER)).then(expected);
  });

  it('stay while a community of anyone is bound to them', () => {
    given(used, story.paying(OWNER, ['c1']), story.paying(RECIPIENT, ['c2']))
      .when(remove(OWNER))
      .thenRefused({
        code: 'BINDINGS_REMAIN',
        count: 2,
        bindings: [
          { communityId: 'c1', tenantId: OWNER },
          { communityId: 'c2', tenantId: RECIPIENT },
        ],
      });
  });

  it('are not removed by others, who learn of them only what they may', () => {
    given(used).when(remove(RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(used).when(remove(STRANGER)).thenRefused({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
    given(used)
      .when(remove(OWNER, `${APP}.none`))
      .thenRefused({ code: 'PAYMENT_INTERFACE_NOT_FOUND' });
  });
});
