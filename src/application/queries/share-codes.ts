import type { ShareCodeDocument } from '../../../projections/documents.js';
import { tenureKey } from '../../../projections/key-parts.js';
import { shareCodes as collection } from '../../../projections/share-codes/projection.js';
import type { Condition, ReadModels, Scan } from '../../read-models/port.js';
import { actorView, tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import type { Connection, PageArguments } from './paging.js';
import { seesSharings, seesTenantsOwn } from './sight.js';
import type { AccountView, ShareCodeCountsView, ShareCodeStatus, ShareCodeView } from './views.js';

/** R10: expired is computed when asked; there is no event for it. */
const statusOf = ({ state, expiresAt }: ShareCodeDocument, now: string): ShareCodeStatus =>
  state === 'OPEN' && expiresAt <= now ? 'EXPIRED' : state;

const CONDITIONS: Readonly<Record<ShareCodeStatus, (now: string) => readonly Condition[]>> = {
  // Expired from the moment on that `expiresAt` names, and times are whole milliseconds.
  OPEN: (now) => [
    { field: 'state', is: 'OPEN' },
    { field: 'expiresAt', atLeast: justAfter(now) },
  ],
  EXPIRED: (now) => [
    { field: 'state', is: 'OPEN' },
    { field: 'expiresAt', below: justAfter(now) },
  ],
  REDEEMED: () => [{ field: 'state', is: 'REDEEMED' }],
  CANCELLED: () => [{ field: 'state', is: 'CANCELLED' }],
};

const justAfter = (now: string): string => new Date(Date.parse(now) + 1).toISOString();

function shareCodeView(asking: Asking, document: ShareCodeDocument, now: string): ShareCodeView {
  const { appId, digest, label } = document;
  return {
    id: `${appId}.${digest}`,
    label,
    status: statusOf(document, now),
    generatedAt: document.generatedAt,
    generatedBy: actorView(asking, document.generatedBy),
    expiresAt: document.expiresAt,
    redeemedAt: document.redeemedAt,
    redeemedBy: document.redeemedBy === null ? null : tenantView(asking, document.redeemedBy),
  };
}

/** R7: those of the present tenure. */
const range = ({ appId, tenure }: AccountView): Scan => ({ index: 'byAccount', prefix: [appId, tenureKey(tenure)] });

export async function shareCodes(
  asking: Asking,
  account: AccountView,
  status: ShareCodeStatus | null,
  page: PageArguments,
  now: string,
): Promise<Connection<ShareCodeView> | null> {
  if (!seesSharings(account.sight)) return null;
  const list = {
    collection,
    scan: { ...range(account), where: status === null ? [] : CONDITIONS[status](now) },
    order: 'ascending',
    view: (document: ShareCodeDocument) => shareCodeView(asking, document, now),
  } as const;
  return connect(asking, list, page);
}

/** R12. */
export function shareCodeCounts(readModels: ReadModels, account: AccountView, now: string): ShareCodeCountsView | null {
  if (!seesSharings(account.sight)) return null;
  const count = (status: ShareCodeStatus) => () =>
    readModels.count(collection, { ...range(account), where: CONDITIONS[status](now) });
  return {
    open: count('OPEN'),
    redeemed: count('REDEEMED'),
    expired: count('EXPIRED'),
    cancelled: count('CANCELLED'),
  };
}

export async function shareCodesByDigests(
  asking: Asking,
  digests: readonly string[],
  now: string,
): Promise<ShareCodeView[]> {
  const found = await asking.readModels.getMany(collection, digests);
  return found.flatMap((document) =>
    document && seesTenantsOwn(asking.viewer, document.owner) ? [shareCodeView(asking, document, now)] : [],
  );
}
