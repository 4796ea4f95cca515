import type { TrailFilter } from '../../src/application/trail/trail-filter.js';
import type { AuditFilter } from './audit-event.js';

/** Times as the log writes them, so that they compare as texts. */
export const trailFilter = (filter: AuditFilter | null | undefined): TrailFilter => ({
  appId: filter?.appId ?? null,
  tenantId: filter?.tenantId ?? null,
  communityId: filter?.communityId ?? null,
  actorSubject: filter?.actorSubject ?? null,
  actorId: filter?.actorId ?? null,
  command: filter?.command ?? null,
  types: filter?.types ?? null,
  commandId: filter?.commandId ?? null,
  correlationId: filter?.correlationId ?? null,
  from: filter?.from?.toISOString() ?? null,
  until: filter?.until?.toISOString() ?? null,
});
