import type { AccountDocument, ActorRef, SharingDocument, TrailDocument } from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';
import { OWNERS_FACTS } from '../../domain/account/owners-facts.js';

/**
 * R27 in one place: who may see what of the present. (Who may see an event is fixed at its moment and stored with it.)
 */

/** What a viewer is to an account. */
export type AccountSight = 'OWNER' | 'RECIPIENT' | 'AUDITOR' | 'ADMINISTRATOR' | 'SERVICE';

const has = (viewer: Viewer, role: Viewer['roles'][number]): boolean => viewer.roles.includes(role);

export const isAuditor = (viewer: Viewer): boolean => has(viewer, 'AUDITOR');
/** Services follow the communities and bindings of every tenant. */
export const seesEveryCommunity = (viewer: Viewer): boolean => isAuditor(viewer) || has(viewer, 'SERVICE');
export const seesEveryAccount = (viewer: Viewer): boolean => isAuditor(viewer) || has(viewer, 'PLATFORM_ADMIN');

const isTenant = (viewer: Viewer, tenantId: string): boolean => viewer.tenant?.id === tenantId;

/** Null: for this viewer there is no such account. Released accounts are visible to auditors only (R7). */
export function accountSight(viewer: Viewer, account: AccountDocument): AccountSight | null {
  if (isAuditor(viewer)) return 'AUDITOR';
  if (account.status === 'RELEASED') return null;
  if (isTenant(viewer, account.owner)) return 'OWNER';
  if (viewer.tenant && account.recipients.includes(viewer.tenant.id)) return 'RECIPIENT';
  if (has(viewer, 'PLATFORM_ADMIN')) return 'ADMINISTRATOR';
  return has(viewer, 'SERVICE') ? 'SERVICE' : null;
}

/** R5: who the account's principal is and when it was authorized are not shared. */
export const seesPrincipal = (sight: AccountSight): boolean => sight !== 'RECIPIENT' && sight !== 'SERVICE';

/** Services are told status and permissions of every account. */
export const seesPermissions = (sight: AccountSight): boolean => sight !== 'RECIPIENT';

/** R5, R12: sharings and share codes are the owner's. */
export const seesSharings = (sight: AccountSight): boolean => sight === 'OWNER' || sight === 'AUDITOR';

/** R5, R26: automatic replies are the owner's alone. */
export const seesReplies = (sight: AccountSight): boolean => sight === 'OWNER';
/** R5, R25: so is the custom menu. */
export const seesMenu = seesReplies;

/** Which tenant's bindings of an account are seen: everyone's, one tenant's, or nobody's. */
export function bindingSight(viewer: Viewer, owner: string): 'ALL' | 'NONE' | { readonly tenant: string } {
  if (seesEveryCommunity(viewer) || isTenant(viewer, owner)) return 'ALL';
  return viewer.tenant ? { tenant: viewer.tenant.id } : 'NONE';
}

export const seesCommunity = (viewer: Viewer, tenantId: string): boolean =>
  isTenant(viewer, tenantId) || seesEveryCommunity(viewer);

/** The platform's own id of a community is its tenant's. */
export const seesExternalId = seesCommunity;

/** Both parties go on seeing a sharing that has ended (R23). */
export const seesSharing = (
  viewer: Viewer,
  { owner, recipient }: Pick<SharingDocument, 'owner' | 'recipient'>,
): boolean => isTenant(viewer, owner) || isTenant(viewer, recipient) || isAuditor(viewer);

export const seesTenantsOwn = (viewer: Viewer, tenantId: string): boolean =>
  isTenant(viewer, tenantId) || isAuditor(viewer);

/** The facts of an event, as far as the viewer may see them. */
export function visibleData(
  viewer: Viewer,
  { type, data }: Pick<TrailDocument, 'type' | 'data'>,
): TrailDocument['data'] {
  const owners = OWNERS_FACTS[type];
  if (owners === undefined || isAuditor(viewer) || viewer.tenant?.id === data['owner']) return data;
  return Object.fromEntries(Object.entries(data).filter(([fact]) => !owners.includes(fact)));
}

/** Across tenants an actor is shown as the tenant, never the person. */
export const seesPerson = (viewer: Viewer, { tenant }: Pick<ActorRef, 'tenant'>): boolean =>
  isAuditor(viewer) || isTenant(viewer, tenant);
