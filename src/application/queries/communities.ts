import type { AccountDocument, CommunityDocument } from '../../../projections/documents.js';
import { accounts } from '../../../projections/accounts/projection.js';
import { communities as collection } from '../../../projections/communities/projection.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import type { Condition, Scan } from '../../read-models/port.js';
import { servingAccountView } from './accounts.js';
import { tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import { Mistakes } from './mistakes.js';
import type { Connection, PageArguments } from './paging.js';
import { interfaceOfAccount } from './payment-interfaces.js';
import type { CommunityFilter } from './queries.js';
import { seesCommunity, seesEveryCommunity } from './sight.js';
import type { CommunityServiceView, CommunityView } from './views.js';

const NOT_BOUND: CommunityServiceView = {
  available: false,
  reason: 'NOT_BOUND',
  account: null,
  paymentInterface: null,
  paymentReason: 'NO_ACCOUNT',
  boundAt: null,
};

/** R4: what serves the community now, or why nothing does. */
async function service(asking: Asking, { binding }: CommunityDocument): Promise<CommunityServiceView> {
  const account = binding && (await asking.reads.account(binding.appId));
  if (!binding || !account) return NOT_BOUND;
  const { boundAt } = binding;
  // R6: the binding stays on record, suspended.
  if (account.status !== 'AUTHORIZED') {
    return {
      available: false,
      reason: 'ACCOUNT_DEAUTHORIZED',
      account: servingAccountView(account),
      paymentInterface: null,
      paymentReason: 'ACCOUNT_DEAUTHORIZED',
      boundAt,
    };
  }
  const paymentInterface = interfaceOfAccount(asking, account, binding.payment?.paymentInterfaceId);
  return {
    available: true,
    reason: null,
    account: servingAccountView(account),
    paymentInterface,
    paymentReason: paymentInterface ? null : 'NOT_BOUND',
    boundAt,
  };
}

const communityView = (asking: Asking, document: CommunityDocument): CommunityView => ({
  id: document.communityId,
  externalId: document.externalId,
  name: document.name,
  tenant: tenantView(asking, document.tenantId),
  service: () => service(asking, document),
  createdAt: document.createdAt,
});

export async function community(asking: Asking, id: string): Promise<CommunityView | null> {
  const document = await asking.reads.community(id);
  return document && seesCommunity(asking.viewer, document.tenantId) ? communityView(asking, document) : null;
}

export async function communitiesByIds(asking: Asking, ids: readonly string[]): Promise<CommunityView[]> {
  const found = await Promise.all(ids.map((id) => community(asking, id)));
  return found.filter((each) => each !== null);
}

export async function communities(
  asking: Asking,
  filter: CommunityFilter,
  page: PageArguments,
): Promise<Connection<CommunityView>> {
  const mistakes = new Mistakes();
  mistakes.search(filter.search, 'filter.search');
  mistakes.id(filter.tenantId, 'filter.tenantId');
  mistakes.id(filter.appId, 'filter.appId');
  mistakes.id(filter.paymentInterfaceId, 'filter.paymentInterfaceId');
  mistakes.ids(filter.ids, 'filter.ids');
  mistakes.ids(filter.externalIds, 'filter.externalIds');
  const range = rangeOf(asking, filter);
  const scan = range && { ...range, where: [...conditions(filter), ...(await availability(asking, filter.available))] };
  const list = {
    collection,
    scan,
    order: 'ascending',
    view: (document: CommunityDocument) => communityView(asking, document),
  } as const;
  return connect(asking, list, page, mistakes);
}

/** The narrowest range of an index that holds what the viewer sees and asks for. */
function rangeOf({ viewer }: Asking, filter: CommunityFilter): Scan | null {
  const own = viewer.tenant?.id ?? null;
  const every = seesEveryCommunity(viewer);
  const tenantId = filter.tenantId ?? (every ? null : own);
  // Another tenant's communities are not there, asked for or not.
  if (!every && (tenantId === null || tenantId !== own)) return null;
  const appId = filter.appId ?? accountOfInterface(filter);
  if (appId !== null) {
    return tenantId === null
      ? { index: 'byAccount', prefix: [appId] }
      : { index: 'byAccountTenant', prefix: [appId, tenantId] };
  }
  return tenantId === null ? { index: 'all', prefix: [] } : { index: 'byTenant', prefix: [tenantId] };
}

/** An interface's id names its account. One that names none is nobody's: the condition on it finds nothing. */
const accountOfInterface = ({ paymentInterfaceId }: CommunityFilter): string | null =>
  paymentInterfaceId == null ? null : appIdOf(paymentInterfaceId);

function conditions(filter: CommunityFilter): Condition[] {
  const where: Condition[] = [];
  if (filter.paymentInterfaceId != null) {
    where.push({ field: 'binding.payment.paymentInterfaceId', is: filter.paymentInterfaceId });
  }
  if (filter.hasPaymentInterface != null) where.push({ field: 'binding.payment', exists: filter.hasPaymentInterface });
  if (filter.bound != null) where.push({ field: 'binding', exists: filter.bound });
  if (filter.search != null) where.push({ field: 'name', contains: filter.search.normalize('NFC') });
  if (filter.ids != null) where.push({ field: 'communityId', in: filter.ids });
  if (filter.externalIds != null) where.push({ field: 'externalId', in: filter.externalIds });
  return where;
}

/**
 * R4, R6: available is what is bound to an authorized account. Only accounts that lack authorization and yet have
 * bindings matter, and those are few.
 */
async function availability(asking: Asking, available: boolean | null | undefined): Promise<Condition[]> {
  if (available == null) return [];
  const status = available ? 'DEAUTHORIZED' : 'AUTHORIZED';
  const appIds: string[] = [];
  for await (const account of accountsOfStatus(asking, status)) appIds.push(account.appId);
  // Outside the list is also what is not bound at all.
  const outside: Condition = { field: 'binding.appId', notIn: appIds };
  return available ? [{ field: 'binding', exists: true }, outside] : [outside];
}

/** Of a tenant, the accounts that its communities can be bound to; of others all. */
async function* accountsOfStatus({ viewer, readModels }: Asking, status: AccountDocument['status']) {
  const scan: Scan =
    viewer.tenant && !seesEveryCommunity(viewer)
      ? { index: 'byTenant', prefix: [viewer.tenant.id], where: [{ field: 'status', is: status }] }
      : { index: 'byStatus', prefix: [status] };
  let after: string | undefined;
  for (;;) {
    const request = { limit: 1_000, order: 'ascending', ...(after === undefined ? {} : { after }) } as const;
    const { rows, more } = await readModels.page(accounts, scan, request);
    for (const { document } of rows) yield document;
    after = rows.at(-1)?.key;
    if (!more) return;
  }
}
