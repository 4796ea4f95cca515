import { accept, UNCHANGED, type Decision } from '../decision.js';
import { isBefore } from '../values/times.js';
import { toAccount } from './account-stream.js';
import { tenureOf } from './standing.js';
import type { AccountState } from './state.js';

export interface Deauthorize {
  readonly account: AccountState;
  /** WeChat's own time of the cancellation, ISO 8601; null where it tells none. */
  readonly cancelledAt: string | null;
  /** Number of the grant that WeChat, when asked, said does not hold any more; null when it was not asked. */
  readonly deadGrant: number | null;
}

/** WeChat's times do not tell what came first: ask WeChat whether this grant holds, and decide again. */
export interface AskWeChat {
  readonly kind: 'ask-wechat';
  readonly grant: number;
}

/** R6: the administrator cancelled in WeChat. A cancellation that is older than the newest grant changes nothing. */
export function decideDeauthorize({ account, cancelledAt, deadGrant }: Deauthorize): Decision | AskWeChat {
  const tenure = tenureOf(account);
  if (tenure === null || account.status !== 'AUTHORIZED') return UNCHANGED;
  const { grant, grantedAt } = account;
  const cancelled = () => accept([toAccount({ type: 'AccountDeauthorized', data: { ...tenure, grant, cancelledAt } })]);
  if (deadGrant === grant) return cancelled();
  if (cancelledAt !== null && grantedAt !== null) {
    if (isBefore(cancelledAt, grantedAt)) return UNCHANGED;
    if (isBefore(grantedAt, cancelledAt)) return cancelled();
  }
  return { kind: 'ask-wechat', grant };
}
