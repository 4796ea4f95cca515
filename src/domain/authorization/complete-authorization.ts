import type { AccountState } from '../account/state.js';
import { takeGrant, type GrantedAccount } from '../account/take-grant.js';
import { accept, UNCHANGED, type Decision } from '../decision.js';
import { toAuthorization } from './authorization-stream.js';
import { refusedByWeChat } from './refuse-authorization.js';
import type { AuthorizationState } from './state.js';

export interface CompleteAuthorization {
  /** Claimed run. */
  readonly authorization: AuthorizationState;
  /** State of the account that was granted. */
  readonly account: AccountState;
  readonly granted: GrantedAccount;
}

/** WeChat's code for an account that has not authorized us, or no longer does. */
const NOT_AUTHORIZED_ANY_MORE = { errcode: 61003, errmsg: 'component is not authorized by this account' };

/** R1, R2, R6, R7: what becomes of a grant that a claimed run brought. Unchanged when the run is not waiting for it. */
export function decideCompleteAuthorization({ authorization, account, granted }: CompleteAuthorization): Decision {
  if (authorization.status !== 'CLAIMED') return UNCHANGED;
  const { authorizationId, tenantId } = authorization;
  const { appId } = granted;
  const run = { authorizationId, tenantId };
  const succeeded = (tenure: number, grant: number) =>
    toAuthorization({ type: 'AuthorizationSucceeded', data: { ...run, appId, tenure, grant } });

  const taken = takeGrant({ account, granted, run });
  if (taken.outcome === 'TAKEN') return accept([...taken.events, succeeded(taken.tenure, taken.grant)]);
  if (taken.outcome === 'OWNED_BY_ANOTHER') {
    // Nothing of the account's state stands in it: the refused tenant sees this event (R27).
    const refusal = { code: 'ACCOUNT_OWNED_BY_ANOTHER', appId, errcode: null, errmsg: null } as const;
    return accept([...taken.events, toAuthorization({ type: 'AuthorizationRefused', data: { ...run, ...refusal } })]);
  }
  const { errcode, errmsg } = NOT_AUTHORIZED_ANY_MORE;
  return account.status === 'AUTHORIZED'
    ? accept([succeeded(account.tenure, account.grant)])
    : accept([refusedByWeChat(authorization, errcode, errmsg)]);
}
