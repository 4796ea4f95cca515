import { accountStream } from '../../domain/account/account-stream.js';
import type { AccountState } from '../../domain/account/state.js';
import type { TenantState } from '../../domain/tenant/state.js';
import type { View } from '../deciding/view.js';
import { loadTenants } from './load-tenants.js';

/** An account together with everyone who may have something bound to it: its owner and every recipient. */
export async function loadAccountWithTenants(
  view: View,
  appId: string,
): Promise<{ readonly account: AccountState; readonly tenants: ReadonlyMap<string, TenantState> }> {
  const account = await view.state(accountStream, appId);
  const owner = account.owner === null ? [] : [account.owner];
  return { account, tenants: await loadTenants(view, [...owner, ...account.activeSharingByRecipient.keys()]) };
}
