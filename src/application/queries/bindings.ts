import type { BindingDocument, CommunityDocument } from '../../../projections/documents.js';
import { communities as collection } from '../../../projections/communities/projection.js';
import type { Condition, Scan } from '../../read-models/port.js';
import { actorView, tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import { Mistakes } from './mistakes.js';
import type { Connection, PageArguments } from './paging.js';
import { interfaceOfAccount } from './payment-interfaces.js';
import type { BindingFilter } from './queries.js';
import { bindingSight, seesExternalId } from './sight.js';
import type { AccountView, BindingView, BoundCommunityView } from './views.js';

/** All that the owner of an account learns of a recipient's community (R27). */
const boundCommunityView = ({ viewer }: Asking, document: CommunityDocument): BoundCommunityView => ({
  id: document.communityId,
  name: document.name,
  externalId: seesExternalId(viewer, document.tenantId) ? document.externalId : null,
});

/** As an event tells it: the name is the one of that moment. */
export const boundCommunityThen = (
  { viewer, reads }: Asking,
  { id, name, tenantId }: { readonly id: string; readonly name: string; readonly tenantId: string },
): BoundCommunityView => ({
  id,
  name,
  externalId: seesExternalId(viewer, tenantId) ? async () => (await reads.community(id))?.externalId ?? null : null,
});

/** A community is bound to one account at most, so its id and the account's name the binding (R15). */
function bindingView(asking: Asking, document: CommunityDocument, binding: BindingDocument): BindingView {
  const { appId, payment } = binding;
  const account = () => asking.reads.account(appId);
  return {
    id: `${document.communityId}.${appId}`,
    community: boundCommunityView(asking, document),
    tenant: tenantView(asking, document.tenantId),
    appId,
    boundAt: binding.boundAt,
    boundBy: actorView(asking, binding.boundBy),
    suspended: async () => (await account())?.status !== 'AUTHORIZED',
    paymentInterface: async () => {
      const document = payment && (await account());
      return document ? interfaceOfAccount(asking, document, payment.paymentInterfaceId) : null;
    },
  };
}

export async function bindings(
  asking: Asking,
  { appId }: AccountView,
  filter: BindingFilter,
  page: PageArguments,
): Promise<Connection<BindingView>> {
  const mistakes = new Mistakes();
  mistakes.search(filter.search, 'filter.search');
  mistakes.id(filter.tenantId, 'filter.tenantId');
  const list = {
    collection,
    scan: await scanOf(asking, appId, filter),
    order: 'ascending',
    view: (document: CommunityDocument): BindingView => {
      // The indexes of accounts hold bound communities only.
      if (!document.binding) throw new Error(`${document.communityId} is listed as bound and is not.`);
      return bindingView(asking, document, document.binding);
    },
  } as const;
  return connect(asking, list, page, mistakes);
}

async function scanOf(asking: Asking, appId: string, filter: BindingFilter): Promise<Scan | null> {
  const account = await asking.reads.account(appId);
  const sight = account ? bindingSight(asking.viewer, account.owner) : 'NONE';
  if (sight === 'NONE') return null;
  const tenant = filter.tenantId ?? (sight === 'ALL' ? null : sight.tenant);
  if (sight !== 'ALL' && tenant !== sight.tenant) return null;
  const where: Condition[] = [];
  if (filter.hasPaymentInterface != null) where.push({ field: 'binding.payment', exists: filter.hasPaymentInterface });
  if (filter.search != null) where.push({ field: 'name', contains: filter.search.normalize('NFC') });
  return tenant === null
    ? { index: 'byAccount', prefix: [appId], where }
    : { index: 'byAccountTenant', prefix: [appId, tenant], where };
}

export async function bindingsByCommunityIds(asking: Asking, ids: readonly string[]): Promise<BindingView[]> {
  const documents = await Promise.all(ids.map((id) => asking.reads.community(id)));
  return documents.flatMap((document) => {
    if (!document?.binding) return [];
    const sight = bindingSight(asking.viewer, document.binding.owner);
    const seen = sight === 'ALL' || (sight !== 'NONE' && sight.tenant === document.tenantId);
    return seen ? [bindingView(asking, document, document.binding)] : [];
  });
}
