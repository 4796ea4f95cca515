import { accept, UNCHANGED, type Decision } from '../decision.js';
import type { EventToWrite } from '../event.js';
import { isBefore } from '../values/times.js';
import { toAccount } from './account-stream.js';
import type { AccountEvent, AccountProfile } from './events.js';
import { ascendingOnce, changedFields, permissionsChanged, profileRefreshed } from './profile.js';
import { tenureOf, type Tenure } from './standing.js';
import type { AccountState } from './state.js';

/** What WeChat has granted. */
export interface GrantedAccount {
  readonly appId: string;
  readonly profile: AccountProfile;
  readonly permissions: readonly number[];
  /** WeChat's own time of the grant where it tells one, ISO 8601. */
  readonly grantedAt: string | null;
  /** Number of the account's grant whose credentials are these already; null for a grant that is new to us. */
  readonly knownAs: number | null;
}

/** The run of the QR flow that a grant came from. */
export interface RunOfGrant {
  readonly authorizationId: string;
  readonly tenantId: string;
}

export interface TakeGrant {
  readonly account: AccountState;
  readonly granted: GrantedAccount;
  /** Null when it is not known who began the authorization. */
  readonly run: RunOfGrant | null;
}

/**
 * What becomes of a grant: its tenant has it; WeChat's own times tell of a newer grant or a later cancellation; the
 * account is another tenant's; or nobody knows whose it is. Its credentials are kept only where `events` are.
 */
export type TakenGrant =
  | { readonly outcome: 'TAKEN'; readonly events: AccountEvents; readonly tenure: number; readonly grant: number }
  | { readonly outcome: 'OUTDATED' | 'OWNED_BY_ANOTHER' | 'OWNER_UNKNOWN'; readonly events: AccountEvents };

type AccountEvents = readonly EventToWrite<AccountEvent>[];

/** R1, R2, R6, R7: what becomes of a grant that WeChat has given. */
export function takeGrant({ account, granted, run }: TakeGrant): TakenGrant {
  const tenure = tenureOf(account);
  if (tenure === null) return run === null ? { outcome: 'OWNER_UNKNOWN', events: [] } : begin(account, granted, run);
  const isOutdated = tellsOfNewer(account, granted.grantedAt);
  if (run !== null && run.tenantId !== tenure.owner) {
    // R2: nothing resumes by another tenant's scan. The owner sees these events and must not learn whose run it was (R27).
    const kept = account.status === 'DEAUTHORIZED' || isOutdated ? [] : takeOver(account, tenure, granted, null).events;
    return { outcome: 'OWNED_BY_ANOTHER', events: kept };
  }
  if (isOutdated) return { outcome: 'OUTDATED', events: [] };
  const { events, grant } = takeOver(account, tenure, granted, run);
  return { outcome: 'TAKEN', events, tenure: tenure.tenure, grant };
}

/** A run that is over, and how it ended: the same pre-auth code may have brought another grant. */
export interface FinishedRun extends RunOfGrant {
  readonly status: 'AUTHORIZED' | 'REFUSED';
}

export interface TakeGrantOfAccount extends TakeGrant {
  readonly run: FinishedRun | null;
  /** It is the grant of another tenant's run that was refused while the account was DEAUTHORIZED (R2). */
  readonly wasRefused: boolean;
}

/** R1: a grant that no waiting run takes: of a finished run, or of none that is known. */
export function decideTakeGrant({ account, granted, run, wasRefused }: TakeGrantOfAccount): Decision {
  if (wasRefused && account.status === 'DEAUTHORIZED') return UNCHANGED;
  // R7: what was given up after a run had brought it does not come back by that run.
  const isGivenUp = account.status === 'RELEASED' && run?.status === 'AUTHORIZED';
  return accept(takeGrant({ account, granted, run: isGivenUp ? null : run }).events);
}

/** A new tenure (R7). */
function begin(account: AccountState, granted: GrantedAccount, { authorizationId, tenantId }: RunOfGrant): TakenGrant {
  const { appId, profile, grantedAt } = granted;
  const tenure = account.tenure + 1;
  const grant = account.grant + 1;
  const permissions = ascendingOnce(granted.permissions);
  const data = { appId, tenure, owner: tenantId, grant, authorizationId, profile, permissions, grantedAt };
  return { outcome: 'TAKEN', events: [toAccount({ type: 'AccountAuthorized', data })], tenure, grant };
}

/** Under a number of its own, unless it is the one that the account has; with all that changed. */
function takeOver(account: AccountState, tenure: Tenure, granted: GrantedAccount, run: RunOfGrant | null) {
  const { profile, permissions, grantedAt, knownAs } = granted;
  // R6: told of again with a later time of WeChat's it is another one, however its credentials came here already.
  const isLater = grantedAt !== null && account.grantedAt !== null && isBefore(account.grantedAt, grantedAt);
  const isKnown = account.status === 'AUTHORIZED' && knownAs === account.grant && !isLater;
  const grant = isKnown ? account.grant : account.grant + 1;
  const type = account.status === 'AUTHORIZED' ? 'AccountGrantRenewed' : 'AccountResumed';
  const data = { ...tenure, grant, authorizationId: run?.authorizationId ?? null, grantedAt };
  const events: AccountEvents = [
    ...(isKnown ? [] : [toAccount({ type, data })]),
    ...(changedFields(account.profile, profile).length === 0 ? [] : [profileRefreshed(account, tenure, profile)]),
    ...permissionsChanged(account, tenure, permissions),
  ];
  return { events, grant };
}

/**
 * R6: whether WeChat's own times tell that the account was granted anew, or cancelled, after this grant. Where they do
 * not tell, the exchange that has just succeeded is WeChat's answer.
 */
function tellsOfNewer({ grantedAt: newest, cancelledAt }: AccountState, grantedAt: string | null): boolean {
  if (grantedAt === null) return false;
  return (newest !== null && isBefore(grantedAt, newest)) || (cancelledAt !== null && isBefore(grantedAt, cancelledAt));
}
