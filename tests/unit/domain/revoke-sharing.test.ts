import { decideRevokeSharing } from '../../../src/domain/account/revoke-sharing.js';
import { decideBindCommunities } from '../../../src/domain/tenant/bind-communities.js';
import { eventsOf, given, refusalCode, World } from './specification.js';
import * as story from './stories.js';

const { APP, OWNER, PAY, RECIPIENT, SHARING, STRANGER } = story;

const revoke =
  (tenantId: string, unbindCommunities = false, sharingId = SHARING) =>
  (world: World) =>
    decideRevokeSharing({
      account: world.account(APP),
      tenants: world.tenants(RECIPIENT),
      tenantId,
      sharingId,
      unbindCommunities,
    });

const sharing = [
  ...story.authorized(),
  ...story.offering(),
  ...story.shared(),
  ...story.registered(RECIPIENT, 'c1', 'c2', 'c3'),
];
const inUse = [...sharing, ...story.bound(RECIPIENT, ['c2', 'c1']), ...story.paying(RECIPIENT, ['c1'])];
const remain = {
  code: 'BINDINGS_REMAIN',
  count: 2,
  bindings: [
    { communityId: 'c1', tenantId: RECIPIENT },
    { communityId: 'c2', tenantId: RECIPIENT },
  ],
} as const;

describe('R20: the recipient ends a sharing', () => {
  it.each([
    ['with nothing bound', sharing],
    ['also while the account is deauthorized (R6)', [...sharing, ...story.deauthorized()]],
  ])('%s', (_, events) => {
    const [ended] = given(events)
      .when(revoke(RECIPIENT))
      .then(['SharingEnded', { sharingId: SHARING, recipient: RECIPIENT, owner: OWNER, by: 'RECIPIENT' }]);
    expect(ended).toMatchObject({ stream: `account-${APP}`, tenant: RECIPIENT });
  });

  it('only after unbinding all: the refusal lists what is still bound', () => {
    given(inUse).when(revoke(RECIPIENT)).thenRefused(remain);
  });

  it('and may not have it unbound in the same call', () => {
    given(inUse).when(revoke(RECIPIENT, true)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(sharing, story.ended()).when(revoke(RECIPIENT, true)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
  });
});

describe('R21: the owner ends a sharing', () => {
  it('with nothing bound', () => {
    given(sharing)
      .when(revoke(OWNER))
      .then(['SharingEnded', { by: 'OWNER' }]);
    given(sharing)
      .when(revoke(OWNER, true))
      .then(['SharingEnded', { by: 'OWNER' }]);
  });

  it('not while bindings remain', () => {
    given(inUse).when(revoke(OWNER)).thenRefused(remain);
  });

  it('R22: and unbinds in the same step, payment before account', () => {
    const events = given(inUse)
      .when(revoke(OWNER, true))
      .then(
        ['PaymentUnbound', { communityId: 'c1', paymentInterfaceId: PAY, reason: 'SHARING_ENDED' }],
        ['CommunityUnbound', { communityId: 'c1', sharingId: SHARING, reason: 'SHARING_ENDED' }],
        ['CommunityUnbound', { communityId: 'c2', sharingId: SHARING, reason: 'SHARING_ENDED' }],
        ['SharingEnded', { by: 'OWNER' }],
      );
    expect(new Set(events.map(({ tenant }) => tenant))).toEqual(new Set([RECIPIENT]));
  });

  it('up to 5,000 communities; the refusal without unbinding names a hundred and counts all', () => {
    const ids = Array.from({ length: 5_001 }, (_, index) => `d${index}`);
    const registered = [...sharing, ...story.registered(RECIPIENT, ...ids)];
    const many = [...registered, ...story.bound(RECIPIENT, ids)];
    const just = [...registered, ...story.bound(RECIPIENT, ids.slice(1))];
    expect(given(just).when(revoke(OWNER, true)).decision.kind).toBe('accepted');
    given(many).when(revoke(OWNER, true)).thenRefused({ code: 'TOO_MANY_AT_ONCE', count: 5_001, limit: 5_000 });
    const { decision } = given(many).when(revoke(OWNER));
    expect(decision).toMatchObject({ refusal: { code: 'BINDINGS_REMAIN', count: 5_001 } });
    expect(decision.kind === 'refused' && 'bindings' in decision.refusal && decision.refusal.bindings).toHaveLength(
      100,
    );
  });

  it('leaves what the owner itself has bound', () => {
    given(sharing, story.registered(OWNER, 'own'), story.bound(OWNER, ['own']))
      .when(revoke(OWNER, true))
      .then(['SharingEnded']);
  });
});

describe('R23: an ended sharing', () => {
  const over = [...sharing, ...story.ended()];
  const tenants = [OWNER, RECIPIENT];

  it.each(tenants)('answers its party %s', (tenantId) => {
    given(over).when(revoke(tenantId)).thenRefused({ code: 'SHARING_ALREADY_ENDED', sharingId: SHARING });
  });

  it.each(tenants)('answers its party %s in a later tenure too', (tenantId) => {
    given(over, story.released())
      .when(revoke(tenantId))
      .thenRefused({ code: 'SHARING_ALREADY_ENDED', sharingId: SHARING });
    given(over, story.released(), story.authorized({ tenure: 2, owner: STRANGER }))
      .when(revoke(tenantId))
      .thenRefused({ code: 'SHARING_ALREADY_ENDED', sharingId: SHARING });
  });

  it('R27: does not exist for anybody else, be it the next owner', () => {
    const events = [...over, ...story.released(), ...story.authorized({ tenure: 2, owner: STRANGER })];
    given(events).when(revoke(STRANGER)).thenRefused({ code: 'SHARING_NOT_FOUND' });
    given(inUse).when(revoke(STRANGER, true)).thenRefused({ code: 'SHARING_NOT_FOUND' });
    given(inUse)
      .when(revoke(OWNER, true, `${APP}.none`))
      .thenRefused({ code: 'SHARING_NOT_FOUND' });
  });
});

describe('R24: binding and ending meet', () => {
  const bind = (world: World) =>
    decideBindCommunities({
      account: world.account(APP),
      tenant: world.tenant(RECIPIENT),
      tenantId: RECIPIENT,
      communityIds: ['c3'],
      move: false,
    });

  it.each([OWNER, RECIPIENT])('a binding that comes first is seen by %s', (tenantId) => {
    const world = new World().write(sharing);
    world.write(eventsOf(bind(world)));
    expect(refusalCode(revoke(tenantId)(world))).toBe('BINDINGS_REMAIN');
  });

  it.each([OWNER, RECIPIENT])('a binding that comes after the end by %s is refused', (tenantId) => {
    const world = new World().write(sharing);
    world.write(eventsOf(revoke(tenantId)(world)));
    expect(refusalCode(bind(world))).toBe('ACCOUNT_NOT_FOUND');
  });
});
