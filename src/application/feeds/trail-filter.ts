import type { TrailDocument } from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Directory } from '../../people/directory.js';
import type { TrailFilter } from './feeds.js';

/** A trail filter that can be held against an event. All facets must hold; null holds always. */
export interface TrailCondition {
  readonly appId: string | null;
  readonly tenantId: string | null;
  readonly communityId: string | null;
  /** Ids of the only actor that fits; of two, none does. */
  readonly actors: readonly string[];
  readonly command: string | null;
  readonly types: readonly string[] | null;
  readonly commandId: string | null;
  readonly correlationId: string | null;
  /** Inclusive, milliseconds since 1970. */
  readonly from: number | null;
  /** Exclusive, milliseconds since 1970. */
  readonly until: number | null;
  /** Tenant whose people an actor may be asked for; null for auditors, who may ask for anyone's (R27). */
  readonly actorsOf: string | null;
}

/** No actor has this id: a subject that nobody has fits no event. */
const NOBODY = '';

/** Subjects are known to the directory alone: events hold random ids. */
export async function trailCondition(
  viewer: Viewer,
  filter: TrailFilter,
  directory: Directory,
): Promise<TrailCondition> {
  const actors = filter.actorId == null ? [] : [filter.actorId];
  if (filter.actorSubject != null) {
    actors.push((await directory.findBySubject(filter.actorSubject))?.id ?? NOBODY);
  }
  return {
    appId: filter.appId ?? null,
    tenantId: filter.tenantId ?? null,
    communityId: filter.communityId ?? null,
    actors,
    command: filter.command ?? null,
    types: filter.types ?? null,
    commandId: filter.commandId ?? null,
    correlationId: filter.correlationId ?? null,
    from: filter.from == null ? null : Date.parse(filter.from),
    until: filter.until == null ? null : Date.parse(filter.until),
    actorsOf: viewer.tenant?.id ?? null,
  };
}

/** Whether an event fits; that the viewer may see it must be known before. */
export function matchesTrailFilter(event: TrailDocument, condition: TrailCondition): boolean {
  const { metadata } = event;
  const time = Date.parse(metadata.occurredAt);
  return (
    fits(condition.appId, event.appId) &&
    fits(condition.tenantId, metadata.tenant) &&
    fits(condition.communityId, event.communityId) &&
    fits(condition.command, metadata.command) &&
    fits(condition.commandId, metadata.commandId) &&
    fits(condition.correlationId, metadata.correlationId) &&
    (condition.types === null || condition.types.includes(event.type)) &&
    (condition.from === null || time >= condition.from) &&
    (condition.until === null || time < condition.until) &&
    actedBy(event, condition)
  );
}

const fits = (wanted: string | null, actual: string | null): boolean => wanted === null || wanted === actual;

/** R27: across tenants an actor is shown as the tenant, so asking for another tenant's person finds nothing. */
function actedBy({ metadata }: TrailDocument, { actors, actorsOf }: TrailCondition): boolean {
  if (actors.length === 0) return true;
  return (actorsOf === null || metadata.actorTenant === actorsOf) && actors.every((actor) => actor === metadata.actor);
}
