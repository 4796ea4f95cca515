import { decideDeauthorize } from '../../../src/domain/account/deauthorize.js';
import { decideRefreshProfile } from '../../../src/domain/account/refresh-profile.js';
import { decideClaimAuthorization } from '../../../src/domain/authorization/claim-authorization.js';
import { decideCompleteAuthorization } from '../../../src/domain/authorization/complete-authorization.js';
import { decideRefuseAuthorization } from '../../../src/domain/authorization/refuse-authorization.js';
import { decideStartAuthorization } from '../../../src/domain/authorization/start-authorization.js';
import { eventsOf, given, World } from './specification.js';
import * as story from './stories.js';

const { APP, NOON, ONE_O_CLOCK, OTHER_APP, OWNER, PROFILE, RECIPIENT, RUN, STRANGER, TWO_O_CLOCK } = story;

const start = (world: World) =>
  decideStartAuthorization({
    authorization: world.authorization(RUN),
    tenantId: OWNER,
    authorizationId: RUN,
    expiresAt: NOON,
    returnUrl: 'https://console.example.com/done',
  });

const claim = (world: World) =>
  decideClaimAuthorization({ authorization: world.authorization(RUN), claimId: 'claim-2' });

const complete =
  (granted: Partial<Parameters<typeof decideCompleteAuthorization>[0]['granted']> = {}) =>
  (world: World) =>
    decideCompleteAuthorization({
      authorization: world.authorization(RUN),
      account: world.account(granted.appId ?? APP),
      granted: { appId: APP, profile: PROFILE, permissions: [1, 15], grantedAt: null, knownAs: null, ...granted },
    });

describe('R1: a tenant starts an authorization', () => {
  it('begins a run', () => {
    given()
      .when(start)
      .then(['AuthorizationStarted', { tenantId: OWNER, expiresAt: NOON }]);
  });

  it('begins a run once', () => {
    given(story.started()).when(start).thenUnchanged();
  });
});

describe('R1: the result is claimed once', () => {
  it('gives it to the first who claims', () => {
    given(story.started())
      .when(claim)
      .then(['AuthorizationResultClaimed', { claimId: 'claim-2', tenantId: OWNER }]);
  });

  it.each([
    ['nobody ever started it', []],
    ['another one was first', story.claimed()],
    ['it is finished', [...story.claimed(), ...eventsOf(complete()(new World().write(story.claimed())))]],
  ])('gives it to nobody when %s', (_, events) => {
    given(events).when(claim).thenUnchanged();
  });

  it('looks at no clock: a result after the expiry is claimed and completed all the same', () => {
    const world = new World().write(story.started());
    world.write(eventsOf(claim(world)), '2027-01-01T00:00:00.000Z');
    expect(eventsOf(complete()(world)).map(({ event }) => event.type)).toContain('AccountAuthorized');
  });

  it('completes nothing that was not claimed', () => {
    given(story.started()).when(complete()).thenUnchanged();
  });
});

describe('R1: the account appears with what WeChat says of it', () => {
  it('begins the first tenure', () => {
    const events = given(story.claimed())
      .when(complete({ permissions: [15, 1, 15], grantedAt: NOON }))
      .then(
        [
          'AccountAuthorized',
          { appId: APP, tenure: 1, owner: OWNER, grant: 1, profile: PROFILE, permissions: [1, 15], grantedAt: NOON },
        ],
        ['AuthorizationSucceeded', { authorizationId: RUN, appId: APP, tenure: 1, grant: 1 }],
      );
    expect(events.map(({ stream, tenant }) => [stream, tenant])).toEqual([
      [`account-${APP}`, OWNER],
      [`authorization-${RUN}`, OWNER],
    ]);
  });

  it('keeps what WeChat answered when it refused', () => {
    given(story.claimed())
      .when((world) =>
        decideRefuseAuthorization({ authorization: world.authorization(RUN), errcode: 61009, errmsg: 'invalid code' }),
      )
      .then(['AuthorizationRefused', { code: 'WECHAT_REFUSED', errcode: 61009, errmsg: 'invalid code' }]);
  });

  it.each([
    ['that waits', story.started()],
    ['that nobody started', []],
  ])('refuses no run %s', (_, events) => {
    given(events)
      .when((world) =>
        decideRefuseAuthorization({ authorization: world.authorization(RUN), errcode: -1, errmsg: 'system error' }),
      )
      .thenUnchanged();
  });
});

describe('R7: a released account begins a new tenure', () => {
  it.each([
    ['for another tenant', STRANGER],
    ['for the same tenant', OWNER],
  ])('%s, with numbers that were never used', (_, tenantId) => {
    given(story.authorized(), story.released(), story.claimed(tenantId))
      .when(complete())
      .then(
        ['AccountAuthorized', { tenure: 2, owner: tenantId, grant: 2 }],
        ['AuthorizationSucceeded', { tenure: 2, grant: 2 }],
      );
  });
});

describe('R6: the same owner authorizes again', () => {
  it('renews the grant of an account that is authorized', () => {
    given(story.authorized(), story.claimed())
      .when(complete())
      .then(['AccountGrantRenewed', { grant: 2, authorizationId: RUN }], ['AuthorizationSucceeded', { grant: 2 }]);
  });

  it('tells what changed', () => {
    given(story.authorized(), story.claimed())
      .when(complete({ profile: { ...PROFILE, nickname: '新名', verified: false }, permissions: [1] }))
      .then(
        ['AccountGrantRenewed'],
        ['AccountProfileRefreshed', { changed: ['nickname', 'verified'] }],
        ['AccountPermissionsChanged', { permissions: [1] }],
        ['AuthorizationSucceeded'],
      );
  });

  it('resumes everything after a cancellation', () => {
    const events = given(story.authorized(), story.shared(), story.deauthorized(), story.claimed())
      .when(complete())
      .then(['AccountResumed', { grant: 2, tenure: 1 }], ['AuthorizationSucceeded', { tenure: 1, grant: 2 }]);
    const world = new World().write([...story.authorized(), ...story.shared(), ...story.deauthorized(), ...events]);
    expect(world.account(APP)).toMatchObject({ status: 'AUTHORIZED', deauthorizedAt: null, grant: 2 });
    expect(world.account(APP).activeSharingByRecipient.has(RECIPIENT)).toBe(true);
  });

  it('keeps the newer grant when an older one arrives later', () => {
    given(story.authorized({ grantedAt: ONE_O_CLOCK }), story.claimed())
      .when(complete({ grantedAt: NOON }))
      .then(['AuthorizationSucceeded', { grant: 1 }]);
  });

  it('resumes nothing by a grant that was cancelled after it was given', () => {
    given(story.authorized(), story.deauthorized(ONE_O_CLOCK), story.claimed())
      .when(complete({ grantedAt: NOON }))
      .then(['AuthorizationRefused', { code: 'WECHAT_REFUSED', errcode: 61003 }]);
  });
});

describe('R2: an account has one owner', () => {
  it('keeps the new grant for the owner and refuses the other tenant', () => {
    const events = given(story.authorized(), story.claimed(STRANGER))
      .when(complete({ permissions: [1] }))
      .then(
        ['AccountGrantRenewed', { owner: OWNER, grant: 2, authorizationId: null }],
        ['AccountPermissionsChanged', { owner: OWNER, permissions: [1] }],
        ['AuthorizationRefused', { code: 'ACCOUNT_OWNED_BY_ANOTHER', appId: APP }],
      );
    expect(events.map(({ tenant }) => tenant)).toEqual([OWNER, OWNER, STRANGER]);
    expect(JSON.stringify(events.slice(0, 2))).not.toContain(RUN);
  });

  it('keeps nothing and resumes nothing while the account is deauthorized', () => {
    given(story.authorized(), story.deauthorized(), story.claimed(STRANGER))
      .when(complete())
      .then(['AuthorizationRefused', { code: 'ACCOUNT_OWNED_BY_ANOTHER' }]);
  });

  it('keeps no grant that is older than the one it has', () => {
    given(story.authorized({ grantedAt: ONE_O_CLOCK }), story.claimed(STRANGER))
      .when(complete({ grantedAt: NOON }))
      .then(['AuthorizationRefused', { code: 'ACCOUNT_OWNED_BY_ANOTHER' }]);
  });
});

describe('R6: the administrator cancels in WeChat', () => {
  const cancel =
    (cancelledAt: string | null, deadGrant: number | null = null) =>
    (world: World) =>
      decideDeauthorize({ account: world.account(APP), cancelledAt, deadGrant });
  const granted = story.authorized({ grantedAt: ONE_O_CLOCK });

  it('suspends the account when the cancellation is newer than the grant', () => {
    given(granted)
      .when(cancel(TWO_O_CLOCK))
      .then(['AccountDeauthorized', { grant: 1, cancelledAt: TWO_O_CLOCK }]);
  });

  it('ignores a cancellation that is older than the newest grant', () => {
    given(granted).when(cancel(NOON)).thenUnchanged();
  });

  it.each([
    ['the grant has no time', story.authorized(), TWO_O_CLOCK],
    ['the cancellation has no time', granted, null],
    ['both came in the same second', granted, ONE_O_CLOCK],
  ])('has WeChat asked when %s', (_, events, cancelledAt) => {
    const { decision } = given(events).when(cancel(cancelledAt));
    expect(decision).toEqual({ kind: 'ask-wechat', grant: 1 });
  });

  it('believes WeChat when asked, of the grant that it was asked about', () => {
    given(granted)
      .when(cancel(null, 1))
      .then(['AccountDeauthorized', { cancelledAt: null }]);
    const renewed = story.authorized({ grant: 2 });
    expect(given(renewed).when(cancel(null, 1)).decision).toEqual({ kind: 'ask-wechat', grant: 2 });
  });

  it.each([
    ['unknown', []],
    ['deauthorized already', [...granted, ...story.deauthorized()]],
    ['released', [...granted, ...story.released()]],
  ])('changes nothing of an account that is %s', (_, events) => {
    given(events).when(cancel(TWO_O_CLOCK)).thenUnchanged();
  });

  it('says since when: by WeChat where it tells, else by when we learned it', () => {
    const at = (cancelledAt: string | null) =>
      new World().write([...granted, ...story.deauthorized(cancelledAt)]).account(APP).deauthorizedAt;
    expect(at(NOON)).toBe(NOON);
    expect(at(null)).toBe('2026-11-01T08:00:00.000Z');
  });
});

describe('R5: the owner refreshes the profile', () => {
  const refresh =
    (tenantId: string, appId = APP) =>
    (world: World) =>
      decideRefreshProfile({
        account: world.account(appId),
        tenantId,
        profile: { ...PROFILE, condition: 'FROZEN' },
        permissions: [1],
      });

  it('tells what changed', () => {
    given(story.authorized())
      .when(refresh(OWNER))
      .then(
        ['AccountProfileRefreshed', { changed: ['condition'] }],
        ['AccountPermissionsChanged', { permissions: [1] }],
      );
  });

  it('tells of a refresh that changed nothing, too', () => {
    given(story.authorized())
      .when((world) =>
        decideRefreshProfile({ account: world.account(APP), tenantId: OWNER, profile: PROFILE, permissions: [1, 15] }),
      )
      .then(['AccountProfileRefreshed', { changed: [] }]);
  });

  it('is refused to everybody else, and while WeChat would not answer', () => {
    const events = [...story.authorized(), ...story.shared()];
    given(events).when(refresh(RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(events).when(refresh(STRANGER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(events).when(refresh(OWNER, OTHER_APP)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(events, story.deauthorized())
      .when(refresh(OWNER))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: NOON });
  });
});
