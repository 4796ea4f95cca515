import type { AccountState } from '../../domain/account/state.js';
import type { GrantedAccount } from '../../domain/account/take-grant.js';
import { isBefore } from '../../domain/values/times.js';
import type { Authorizer, Grant, GrantCredentials } from '../../wechat/component-platform.js';

/** A grant as WeChat knows it at this moment, with its credentials. */
export interface FoundGrant extends GrantedAccount {
  readonly credentials: GrantCredentials;
}

/** What was known before WeChat was asked about the account. */
export interface Brought {
  /** What a code was exchanged for. */
  readonly exchanged: Grant | null;
  /** WeChat's own time of the grant, from a push. */
  readonly grantedAt: string | null;
  /** What WeChat's list says; `refreshToken` null: the grant's code was never exchanged. */
  readonly listed: { readonly refreshToken: string | null; readonly grantedAt: string } | null;
}

export const NOTHING_BROUGHT: Brought = { exchanged: null, grantedAt: null, listed: null };

/**
 * Which grant WeChat speaks of: its refresh token is what a grant is known by, since every new grant brings another one.
 * What a code was exchanged for earlier may have been replaced meanwhile.
 *
 * @param kept credentials of the account's newest grant; null when there are none
 */
export function foundGrant(
  appId: string,
  account: AccountState,
  kept: GrantCredentials | null,
  authorizer: Authorizer,
  brought: Brought,
): FoundGrant {
  const { credentials, grantedAt } = credentialsNow(authorizer.refreshToken, kept, brought);
  return {
    appId,
    profile: authorizer.profile,
    permissions: authorizer.permissions ?? brought.exchanged?.permissions ?? account.permissions,
    grantedAt: contradicts(account, authorizer, grantedAt) ? null : grantedAt,
    knownAs: kept !== null && kept.refreshToken === credentials.refreshToken ? account.grant : null,
    credentials,
  };
}

const withToken = (refreshToken: string | null): GrantCredentials => ({
  accessToken: null,
  accessTokenExpiresAt: null,
  refreshToken,
});

function credentialsNow(
  refreshToken: string | null,
  kept: GrantCredentials | null,
  { exchanged, grantedAt, listed }: Brought,
): { readonly credentials: GrantCredentials; readonly grantedAt: string | null } {
  if (exchanged !== null && (refreshToken === null || refreshToken === exchanged.credentials.refreshToken)) {
    return { credentials: exchanged.credentials, grantedAt };
  }
  if (refreshToken !== null) {
    const isListed = listed?.refreshToken === refreshToken;
    return { credentials: withToken(refreshToken), grantedAt: isListed ? listed.grantedAt : null };
  }
  // WeChat tells no token: either there is none since nobody exchanged the code, or it left it out. Its list says which.
  if (listed !== null) return { credentials: withToken(listed.refreshToken), grantedAt: listed.grantedAt };
  return { credentials: kept ?? withToken(null), grantedAt: null };
}

/** WeChat has just been asked and says that this grant holds: a time that says otherwise tells nothing. */
function contradicts(account: AccountState, { refreshToken }: Authorizer, grantedAt: string | null): boolean {
  if (grantedAt === null || refreshToken === null) return false;
  return [account.cancelledAt, account.grantedAt].some((time) => time !== null && isBefore(grantedAt, time));
}
