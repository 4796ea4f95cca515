import type { SharingDocument } from '../../../projections/documents.js';
import { communities } from '../../../projections/communities/projection.js';
import { tenureKey } from '../../../projections/key-parts.js';
import { sharings as collection } from '../../../projections/sharings/projection.js';
import { actorView, tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import type { Connection, PageArguments } from './paging.js';
import { seesSharing, seesSharings } from './sight.js';
import type { AccountView, SharingView } from './views.js';

function sharingView(asking: Asking, document: SharingDocument): SharingView {
  const { appId, recipient, status } = document;
  return {
    id: document.sharingId,
    appId,
    status,
    owner: tenantView(asking, document.owner),
    recipient: tenantView(asking, recipient),
    since: document.since,
    endedAt: document.endedAt,
    endedBy: document.endedBy && actorView(asking, document.endedBy),
    // R20–R22: nothing is bound through a sharing that has ended.
    boundCommunityCount: () =>
      status === 'ENDED'
        ? Promise.resolve(0)
        : asking.readModels.count(communities, { index: 'byAccountTenant', prefix: [appId, recipient] }),
  };
}

export async function sharing(asking: Asking, id: string): Promise<SharingView | null> {
  const document = await asking.reads.sharing(id);
  return document && seesSharing(asking.viewer, document) ? sharingView(asking, document) : null;
}

export async function sharingsByIds(asking: Asking, ids: readonly string[]): Promise<SharingView[]> {
  const found = await Promise.all(ids.map((id) => sharing(asking, id)));
  return found.filter((each) => each !== null);
}

/** R7: those of the present tenure. */
export async function sharings(
  asking: Asking,
  { appId, tenure, sight }: AccountView,
  status: SharingView['status'] | null,
  page: PageArguments,
): Promise<Connection<SharingView> | null> {
  if (!seesSharings(sight)) return null;
  const prefix = [appId, tenureKey(tenure)];
  const list = {
    collection,
    scan: status === null ? { index: 'byAccount', prefix } : { index: 'byAccountStatus', prefix: [...prefix, status] },
    order: 'ascending',
    view: (document: SharingDocument) => sharingView(asking, document),
  } as const;
  return connect(asking, list, page);
}

export async function sharingOf(asking: Asking, { appId, sight }: AccountView): Promise<SharingView | null> {
  const { viewer, readModels } = asking;
  if (sight !== 'RECIPIENT' || !viewer.tenant) return null;
  const scan = { index: 'byRecipient', prefix: [viewer.tenant.id, appId, 'ACTIVE'] };
  const { rows } = await readModels.page(collection, scan, { limit: 1, order: 'ascending' });
  const [active] = rows;
  return active ? sharingView(asking, active.document) : null;
}
