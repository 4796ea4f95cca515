import type { TrailDocument } from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';

/** Whose trail is read: a tenant's, which is what the tenant may see (R27), or all of it. */
export type Audience = 'ALL' | { readonly tenant: string };

/** Null: nobody tells this viewer of the trail. */
export function audienceOf({ roles, tenant }: Viewer): Audience | null {
  if (roles.includes('AUDITOR')) return 'ALL';
  return tenant && { tenant: tenant.id };
}

/** Fixed at the event's moment and stored with it. */
export function seesEvent(viewer: Viewer, { seenBy }: Pick<TrailDocument, 'seenBy'>): boolean {
  const audience = audienceOf(viewer);
  return audience !== null && (audience === 'ALL' || seenBy.includes(audience.tenant));
}
