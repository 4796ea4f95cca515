import { decideTakeGrant, type GrantedAccount } from '../../../src/domain/account/take-grant.js';
import { decideRecordReconciliation } from '../../../src/domain/reconciliation/record-reconciliation.js';
import { given, type World } from './specification.js';
import * as story from './stories.js';

const { APP, NOON, ONE_O_CLOCK, OWNER, PROFILE, STRANGER } = story;

const take =
  (
    about: Partial<GrantedAccount> = {},
    tenantId: string | null = null,
    wasRefused = false,
    status: 'AUTHORIZED' | 'REFUSED' = 'REFUSED',
  ) =>
  (world: World) =>
    decideTakeGrant({
      account: world.account(APP),
      granted: { appId: APP, profile: PROFILE, permissions: [1, 15], grantedAt: null, knownAs: null, ...about },
      run: tenantId === null ? null : { authorizationId: 'run-9', tenantId, status },
      wasRefused,
    });

describe('R1: a grant that no waiting run takes', () => {
  it('updates the known owner’s account', () => {
    given(story.authorized())
      .when(take({ permissions: [1], grantedAt: ONE_O_CLOCK }))
      .then(
        ['AccountGrantRenewed', { owner: OWNER, grant: 2, authorizationId: null, grantedAt: ONE_O_CLOCK }],
        ['AccountPermissionsChanged', { permissions: [1] }],
      );
  });

  it('is no new one when its credentials are known already: only what changed is told', () => {
    given(story.authorized())
      .when(take({ knownAs: 1 }))
      .thenUnchanged();
    given(story.authorized())
      .when(take({ knownAs: 1, permissions: [1] }))
      .then(['AccountPermissionsChanged']);
  });

  it.each([
    ['an account that nobody ever owned', []],
    ['a released account', [...story.authorized(), ...story.released()]],
  ])('does nothing to %s while nobody knows whose it is', (_, events) => {
    given(events).when(take()).thenUnchanged();
  });

  it('begins a tenure for the tenant of the finished run that it came from', () => {
    given(story.authorized(), story.released())
      .when(take({}, STRANGER))
      .then(['AccountAuthorized', { tenure: 2, owner: STRANGER, grant: 2, authorizationId: 'run-9' }]);
  });
});

describe('R7: a grant by a finished run of an account that was released since', () => {
  it('does not bring the account back to the tenant that the run brought it to', () => {
    given(story.authorized(), story.released())
      .when(take({}, OWNER, false, 'AUTHORIZED'))
      .thenUnchanged();
  });
});

describe('R6: credentials that came before what WeChat told of their grant', () => {
  it.each([
    [
      'a grant of its own, when its time is later than that of the account’s',
      NOON,
      ONE_O_CLOCK,
      ['AccountGrantRenewed', { grant: 2, grantedAt: ONE_O_CLOCK }],
    ],
    ['the account’s, when its time is the same', NOON, NOON, null],
    ['the account’s, when nobody told when the account’s was given', null, NOON, null],
  ] as const)('are those of %s', (_, before, grantedAt, expected) => {
    const then = given(story.authorized({ grantedAt: before })).when(take({ knownAs: 1, grantedAt }));
    if (expected === null) then.thenUnchanged();
    else then.then(expected);
  });
});

describe('R6: a grant after a cancellation', () => {
  it('resumes the owner’s account under a number of its own, also with the credentials of before', () => {
    given(story.authorized(), story.deauthorized())
      .when(take({ knownAs: 1 }))
      .then(['AccountResumed', { grant: 2 }]);
  });

  it('resumes nothing when WeChat’s times tell that it was cancelled later', () => {
    given(story.authorized(), story.deauthorized(ONE_O_CLOCK))
      .when(take({ grantedAt: NOON }))
      .thenUnchanged();
  });
});

describe('R2: a grant by another tenant’s run', () => {
  it('is kept for the owner while the account is authorized', () => {
    given(story.authorized())
      .when(take({}, STRANGER))
      .then(['AccountGrantRenewed', { owner: OWNER, authorizationId: null }]);
  });

  it('resumes nothing while the account is deauthorized, then or when it is found again', () => {
    given(story.authorized(), story.deauthorized()).when(take({}, STRANGER)).thenUnchanged();
    given(story.authorized(), story.deauthorized())
      .when(take({}, null, true))
      .thenUnchanged();
  });
});

describe('a reconciliation that was asked for', () => {
  const report = {
    checked: 3,
    authorized: [],
    renewed: [],
    deauthorized: [APP],
    ownerUnknown: [],
    released: [],
    contested: [],
    withoutCredentials: [],
    unreachable: [],
  };
  const record = (isRecorded: boolean, dryRun: boolean) => () =>
    decideRecordReconciliation({ reconciliation: { isRecorded }, reconciliationId: 'r1', report, dryRun });

  it('is recorded once, with what it found', () => {
    given()
      .when(record(false, false))
      .then(['AuthorizationsReconciled', { reconciliationId: 'r1', checked: 3, deauthorized: [APP] }]);
    given().when(record(true, false)).thenUnchanged();
  });

  it('leaves no trace when it was to change nothing', () => {
    given().when(record(false, true)).thenUnchanged();
  });
});
