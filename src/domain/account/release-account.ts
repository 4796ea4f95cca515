import { accept, refuse, type Decision } from '../decision.js';
import { bindingsRemain, boundToAccount } from '../tenant/bindings.js';
import type { TenantState } from '../tenant/state.js';
import { toAccount } from './account-stream.js';
import { asOwner } from './standing.js';
import type { AccountState } from './state.js';

export interface ReleaseAccount {
  readonly account: AccountState;
  /** State of the acting tenant. */
  readonly tenant: TenantState;
  readonly tenantId: string;
}

/** `SHARINGS_REMAIN` names this many of them and counts the rest. */
const NAMED = 100;

/** R7: the owner gives the account up, once nothing of it is in use. */
export function decideReleaseAccount({ account, tenant, tenantId }: ReleaseAccount): Decision {
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  const bindings = boundToAccount(new Map([[tenantId, tenant]]), owner.tenure.appId);
  if (bindings.length > 0) return refuse(bindingsRemain(bindings));
  const sharingIds = [...account.activeSharingByRecipient.values()].sort();
  if (sharingIds.length > 0) {
    return refuse({ code: 'SHARINGS_REMAIN', count: sharingIds.length, sharingIds: sharingIds.slice(0, NAMED) });
  }
  return accept([toAccount({ type: 'AccountReleased', data: { ...owner.tenure, reason: null } })]);
}
