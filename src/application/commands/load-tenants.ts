import type { TenantState } from '../../domain/tenant/state.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import type { View } from '../deciding/view.js';

/** States by tenant id. */
export async function loadTenants(view: View, ids: Iterable<string>): Promise<ReadonlyMap<string, TenantState>> {
  const tenants = new Map<string, TenantState>();
  for (const id of ids) tenants.set(id, await view.state(tenantStream, id));
  return tenants;
}
