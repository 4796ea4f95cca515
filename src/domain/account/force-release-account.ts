import { accept, refuse, type Decision } from '../decision.js';
import { stateOf } from '../missing-state.js';
import { communitiesBoundTo, countBoundTo, endBinding } from '../tenant/bindings.js';
import type { TenantState } from '../tenant/state.js';
import { UNBOUND_AT_ONCE } from '../values/bounds.js';
import { toAccount } from './account-stream.js';
import { tenureOf } from './standing.js';
import type { AccountState } from './state.js';

export interface ForceReleaseAccount {
  readonly account: AccountState;
  /** By tenant id: the owner and every recipient. */
  readonly tenants: ReadonlyMap<string, TenantState>;
  /** Shown in the trail. */
  readonly reason: string;
}

const RELEASED = { binding: 'ACCOUNT_RELEASED', payment: 'ACCOUNT_RELEASED' } as const;

/**
 * R7: a platform administrator releases for an owner who cannot; every binding and sharing ends in the same step.
 *
 * @throws MissingStateError
 */
export function decideForceReleaseAccount({ account, tenants, reason }: ForceReleaseAccount): Decision {
  const tenure = tenureOf(account);
  if (tenure === null) return refuse({ code: 'ACCOUNT_NOT_FOUND' });
  const concerned = [tenure.owner, ...[...account.activeSharingByRecipient.keys()].sort()].map(
    (id) => [id, stateOf(tenants, id)] as const,
  );
  const count = concerned.reduce((sum, [, tenant]) => sum + countBoundTo(tenant, tenure.appId), 0);
  if (count > UNBOUND_AT_ONCE) return refuse({ code: 'TOO_MANY_AT_ONCE', count, limit: UNBOUND_AT_ONCE });
  return accept([
    ...concerned.flatMap(([tenantId, tenant]) =>
      communitiesBoundTo(tenant, tenure.appId).flatMap((community) => endBinding(tenantId, community, RELEASED)),
    ),
    ...[...account.activeSharingByRecipient].map(([recipient, sharingId]) =>
      toAccount({ type: 'SharingEnded', data: { ...tenure, sharingId, recipient, by: 'PLATFORM' } }),
    ),
    toAccount({ type: 'AccountReleased', data: { ...tenure, reason } }),
  ]);
}
