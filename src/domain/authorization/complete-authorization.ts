import { toAccount } from '../account/account-stream.js';
import type { AccountProfile } from '../account/events.js';
import { ascendingOnce, changedFields, permissionsChanged, profileRefreshed } from '../account/profile.js';
import { tenureOf } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, UNCHANGED, type Decision } from '../decision.js';
import { isBefore } from '../values/times.js';
import { toAuthorization } from './authorization-stream.js';
import { refusedByWeChat } from './refuse-authorization.js';
import type { AuthorizationState } from './state.js';

/** What WeChat granted when the result was exchanged. */
export interface GrantedAccount {
  readonly appId: string;
  readonly profile: AccountProfile;
  readonly permissions: readonly number[];
  /** WeChat's own time of the grant where it tells one, ISO 8601. */
  readonly grantedAt: string | null;
}

export interface CompleteAuthorization {
  /** Claimed run. */
  readonly authorization: AuthorizationState;
  /** State of the account that was granted. */
  readonly account: AccountState;
  readonly granted: GrantedAccount;
}

/** WeChat's code for an account that has not authorized us, or no longer does. */
const NOT_AUTHORIZED_ANY_MORE = { errcode: 61003, errmsg: 'component is not authorized by this account' };

/**
 * R1, R2, R6, R7: what becomes of a grant that a claimed run brought. Unchanged when the run is not waiting for it.
 *
 * Credentials that came with it are kept if, and only if, AccountAuthorized, AccountGrantRenewed or AccountResumed is
 * among the events, under the number of the grant named there.
 */
export function decideCompleteAuthorization({ authorization, account, granted }: CompleteAuthorization): Decision {
  if (authorization.status !== 'CLAIMED') return UNCHANGED;
  const { authorizationId, tenantId } = authorization;
  const { appId, profile, permissions, grantedAt } = granted;
  const run = { authorizationId, tenantId };
  const grant = account.grant + 1;
  const tenure = tenureOf(account);

  const succeeded = (number: number, inTenure: number) =>
    toAuthorization({ type: 'AuthorizationSucceeded', data: { ...run, appId, tenure: inTenure, grant: number } });

  if (tenure === null) {
    const next = { appId, tenure: account.tenure + 1, owner: tenantId };
    const data = { ...next, grant, authorizationId, profile, permissions: ascendingOnce(permissions), grantedAt };
    return accept([toAccount({ type: 'AccountAuthorized', data }), succeeded(grant, next.tenure)]);
  }

  const outdated = isOutdated(account, grantedAt);
  if (tenure.owner !== tenantId) {
    // Nothing of the account's state stands in it: the refused tenant sees this event (R27).
    const refusal = { code: 'ACCOUNT_OWNED_BY_ANOTHER', appId, errcode: null, errmsg: null } as const;
    const refused = toAuthorization({ type: 'AuthorizationRefused', data: { ...run, ...refusal } });
    if (account.status === 'DEAUTHORIZED' || outdated) return accept([refused]);
    // The owner sees this event and must not learn whose run it was (R27).
    const renewed = { ...tenure, grant, authorizationId: null, grantedAt };
    return accept([
      toAccount({ type: 'AccountGrantRenewed', data: renewed }),
      ...permissionsChanged(account, tenure, permissions),
      refused,
    ]);
  }

  if (outdated) {
    const { errcode, errmsg } = NOT_AUTHORIZED_ANY_MORE;
    return account.status === 'AUTHORIZED'
      ? accept([succeeded(account.grant, tenure.tenure)])
      : accept([refusedByWeChat(authorization, errcode, errmsg)]);
  }
  const type = account.status === 'AUTHORIZED' ? 'AccountGrantRenewed' : 'AccountResumed';
  return accept([
    toAccount({ type, data: { ...tenure, grant, authorizationId, grantedAt } }),
    ...(changedFields(account.profile, profile).length === 0 ? [] : [profileRefreshed(account, tenure, profile)]),
    ...permissionsChanged(account, tenure, permissions),
    succeeded(grant, tenure.tenure),
  ]);
}

/**
 * R6: whether WeChat's own times tell that the account was granted anew, or cancelled, after this grant. Where they do
 * not tell, the exchange that has just succeeded is WeChat's answer.
 */
function isOutdated({ grantedAt: newest, cancelledAt }: AccountState, grantedAt: string | null): boolean {
  if (grantedAt === null) return false;
  return (newest !== null && isBefore(grantedAt, newest)) || (cancelledAt !== null && isBefore(grantedAt, cancelledAt));
}
