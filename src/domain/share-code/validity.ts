import { tenureOf } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { isBefore } from '../values/times.js';
import type { IssuedShareCode } from './state.js';

/** What a code is worth at a moment. */
export type ShareCodeValidity = 'OPEN' | 'REDEEMED' | 'CANCELLED' | 'EXPIRED';

/** R7: an open code of an earlier tenure counts as cancelled. R10: at or past `expiresAt` it is dead. */
export function validityOf(code: IssuedShareCode, account: AccountState, now: string): ShareCodeValidity {
  if (code.status !== 'OPEN') return code.status;
  if (tenureOf(account)?.tenure !== code.tenure) return 'CANCELLED';
  return isBefore(now, code.expiresAt) ? 'OPEN' : 'EXPIRED';
}
