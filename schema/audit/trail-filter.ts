import type { TrailFilter } from '../../src/application/feeds/feeds.js';
import type { AuditFilter } from './audit-event.js';

/** Times as the log writes them, so that they compare as texts. */
export const trailFilter = (filter: AuditFilter | null | undefined): TrailFilter => ({
  ...filter,
  from: filter?.from?.toISOString() ?? null,
  until: filter?.until?.toISOString() ?? null,
});
