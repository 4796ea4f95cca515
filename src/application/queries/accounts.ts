import type { AccountDocument } from '../../../projections/documents.js';
import { accounts as collection } from '../../../projections/accounts/projection.js';
import { advisories } from '../../domain/account/advisories.js';
import type { Condition, Scan } from '../../read-models/port.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import { Mistakes } from './mistakes.js';
import type { Connection, PageArguments } from './paging.js';
import { paymentInterfaceView } from './payment-interfaces.js';
import type { AccountFilter } from './queries.js';
import {
  accountSight,
  isAuditor,
  seesEveryAccount,
  seesPermissions,
  seesPrincipal,
  type AccountSight,
} from './sight.js';
import type { AccountView, ServingAccountView } from './views.js';

const RELATIONS: Readonly<Record<AccountSight, AccountView['relation']>> = {
  OWNER: 'OWNER',
  RECIPIENT: 'RECIPIENT',
  AUDITOR: null,
  ADMINISTRATOR: null,
  SERVICE: null,
};

export function accountView(asking: Asking, document: AccountDocument, sight: AccountSight): AccountView {
  const { appId, profile, permissions, owner, paymentInterfaces } = document;
  const principal = seesPrincipal(sight);
  // Advice about permissions would tell a recipient which ones the account has.
  const advice = advisories(profile, permissions, paymentInterfaces.length > 0).filter(
    (advisory) => seesPermissions(sight) || !advisory.startsWith('MISSING_'),
  );
  return {
    id: appId,
    appId,
    nickname: profile.nickname,
    avatarUrl: profile.avatarUrl,
    originalId: principal ? profile.originalId : null,
    principalName: principal ? profile.principalName : null,
    kind: profile.kind,
    verified: profile.verified,
    permissionIds: seesPermissions(sight) ? permissions : null,
    qrCodeUrl: profile.qrCodeUrl,
    status: document.status,
    advisories: advice,
    relation: RELATIONS[sight],
    authorizedAt: principal ? document.authorizedAt : null,
    deauthorizedAt: document.deauthorizedAt,
    profileRefreshedAt: document.profileRefreshedAt,
    paymentInterfaces: paymentInterfaces.map((each) => paymentInterfaceView(asking, { ...each, appId }, owner)),
    tenure: document.tenure,
    sight,
  };
}

export async function account(asking: Asking, appId: string): Promise<AccountView | null> {
  const document = await asking.reads.account(appId);
  const sight = document && accountSight(asking.viewer, document);
  return document && sight ? accountView(asking, document, sight) : null;
}

/** What residents see of it now, for whoever may see the account now: a binding of the past gives no sight (R23). */
export async function servingAccount({ reads, viewer }: Asking, appId: string): Promise<ServingAccountView | null> {
  const document = await reads.account(appId);
  return document && accountSight(viewer, document) ? servingAccountView(document) : null;
}

export const servingAccountView = ({ appId, profile }: AccountDocument): ServingAccountView => ({
  id: appId,
  appId,
  nickname: profile.nickname,
  avatarUrl: profile.avatarUrl,
  qrCodeUrl: profile.qrCodeUrl,
});

export function accounts(asking: Asking, filter: AccountFilter, page: PageArguments): Promise<Connection<AccountView>> {
  const mistakes = new Mistakes();
  mistakes.search(filter.search, 'filter.search');
  const scan = scanOf(asking, filter);
  const view = (document: AccountDocument): AccountView =>
    // The scan holds nothing but accounts that the viewer sees.
    accountView(asking, document, accountSight(asking.viewer, document) ?? 'RECIPIENT');
  const list = { collection, scan, order: 'ascending', view } as const;
  return connect(asking, list, page, mistakes);
}

function scanOf({ viewer }: Asking, { relation, status, search }: AccountFilter): Scan | null {
  const where: Condition[] = [];
  if (status != null) where.push({ field: 'status', is: status });
  if (search != null) where.push({ field: 'profile.nickname', contains: search.normalize('NFC') });
  if (seesEveryAccount(viewer)) {
    // Who is neither owner nor recipient has no account in such a relation.
    if (relation != null) return null;
    if (!isAuditor(viewer)) where.push({ field: 'status', notIn: ['RELEASED'] });
    return { index: 'all', prefix: [], where };
  }
  if (!viewer.tenant) return null;
  return relation == null
    ? { index: 'byTenant', prefix: [viewer.tenant.id], where }
    : { index: 'byTenantRelation', prefix: [viewer.tenant.id, relation], where };
}
