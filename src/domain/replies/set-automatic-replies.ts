import { isDeepStrictEqual } from 'node:util';
import { asOwner } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, UNCHANGED, type Decision } from '../decision.js';
import type { AutomaticReplies } from './events.js';
import { toReplies } from './replies-stream.js';

export interface SetAutomaticReplies {
  readonly account: AccountState;
  /** Those of the account's present tenure. */
  readonly present: AutomaticReplies;
  readonly tenantId: string;
  readonly replies: AutomaticReplies;
}

/** R26: the owner replaces the whole set; also while the account is deauthorized, for when it resumes (R6). */
export function decideSetAutomaticReplies({ account, present, tenantId, replies }: SetAutomaticReplies): Decision {
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  if (isDeepStrictEqual(present, replies)) return UNCHANGED;
  return accept([toReplies({ type: 'AutomaticRepliesSet', data: { ...owner.tenure, replies } })]);
}
