import { toAccount } from '../account/account-stream.js';
import { tenureOf } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import { toShareCode } from './share-code-stream.js';
import type { ShareCodeState } from './state.js';
import { validityOf } from './validity.js';

export interface RedeemShareCode {
  readonly shareCode: ShareCodeState;
  /** State of the account that the code is for; of no account when the code is unknown. */
  readonly account: AccountState;
  readonly tenantId: string;
  /** Id of the sharing to be: `{appId}.{random}`. */
  readonly sharingId: string;
  /** Taken anew for each try (R10), ISO 8601. */
  readonly now: string;
}

/**
 * R9–R11: one code serves one tenant, once; a refusal spends nothing, and the first that holds in R11's order is told.
 * Mistyped codes (R11's first) never come here: they have no digest.
 */
export function decideRedeemShareCode({ shareCode, account, tenantId, sharingId, now }: RedeemShareCode): Decision {
  if (shareCode.status === 'NONE') return refuse({ code: 'SHARE_CODE_UNKNOWN' });
  const active = account.activeSharingByRecipient.get(tenantId);
  if (active !== undefined) return refuse({ code: 'ALREADY_SHARED', sharingId: active });
  const { redeemedBy, expiresAt } = shareCode;
  const validity = validityOf(shareCode, account, now);
  if (validity === 'REDEEMED') return refuse({ code: 'SHARE_CODE_ALREADY_USED', byViewer: redeemedBy === tenantId });
  const tenure = tenureOf(account);
  if (validity === 'CANCELLED' || tenure === null) return refuse({ code: 'SHARE_CODE_CANCELLED' });
  if (validity === 'EXPIRED') return refuse({ code: 'SHARE_CODE_EXPIRED', expiredAt: expiresAt });
  if (tenure.owner === tenantId) return refuse({ code: 'OWN_ACCOUNT', appId: tenure.appId });
  // Since when is for the owner and its recipients to know (R27).
  if (account.status !== 'AUTHORIZED') return refuse({ code: 'ACCOUNT_NOT_AUTHORIZED', since: null });
  const { digest, label } = shareCode;
  return accept([
    toShareCode({ type: 'ShareCodeRedeemed', data: { digest, label, ...tenure, recipient: tenantId, sharingId } }),
    toAccount({ type: 'SharingStarted', data: { ...tenure, sharingId, recipient: tenantId, label } }),
  ]);
}
