import type { TrailDocument } from '../../../projections/documents.js';
import { ALL, trail, type TrailEntry } from '../../../projections/trail/projection.js';
import { formatCursor, parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { Directory } from '../../people/directory.js';
import type { Condition, Scan } from '../../read-models/port.js';
import type { TrailFilter } from '../feeds/feeds.js';
import { TryAgainError } from '../answer.js';
import { actorView, tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connect } from './connect.js';
import { Mistakes } from './mistakes.js';
import type { Connection, PageArguments } from './paging.js';
import type { SortOrder } from './queries.js';
import { isAuditor, seesEvent, visibleData } from './sight.js';
import type { AuditEventView } from './views.js';

export function auditEventView(asking: Asking, event: TrailDocument): AuditEventView {
  const { metadata } = event;
  // Revisions count what a tenant may not see.
  const auditor = isAuditor(asking.viewer);
  return {
    id: event.id,
    cursor: event.cursor,
    type: event.type,
    occurredAt: metadata.occurredAt,
    actor: actorView(asking, { id: metadata.actor, kind: metadata.actorKind, tenant: metadata.actorTenant }),
    tenant: metadata.tenant === '' ? null : tenantView(asking, metadata.tenant),
    command: metadata.command,
    commandId: metadata.commandId,
    correlationId: metadata.correlationId,
    causationId: metadata.causationId === '' ? null : metadata.causationId,
    stream: auditor ? event.stream : null,
    revision: auditor ? event.revision : null,
    data: visibleData(asking.viewer, event),
  };
}

/** @throws TryAgainError when it is not there yet and the trail cannot be reached in time */
export async function auditEvent(
  asking: Asking,
  { trailIsCurrent }: Pick<TrailSources, 'trailIsCurrent'>,
  id: string,
): Promise<AuditEventView | null> {
  const find = () => asking.readModels.get<TrailEntry>(trail, id);
  let entry = await find();
  if (entry === null) {
    if (!(await trailIsCurrent())) throw new TryAgainError('The trail lags behind.');
    entry = await find();
  }
  return entry?.kind === 'event' && seesEvent(asking.viewer, entry) ? auditEventView(asking, entry) : null;
}

/** Where the trail's filter finds people and commands. */
export interface TrailSources {
  readonly directory: Directory;
  readonly events: Pick<EventReader, 'outcomeOf'>;
  /** Resolves true once the trail holds what has happened so far; false when that takes too long. */
  readonly trailIsCurrent: () => Promise<boolean>;
}

/** Mistakes of a trail's filter, for the query and the feed. */
export function checkTrailFilter(filter: TrailFilter, mistakes: Mistakes): void {
  const facets = ['appId', 'tenantId', 'communityId', 'actorSubject', 'actorId', 'command', 'commandId'] as const;
  for (const facet of [...facets, 'correlationId'] as const) mistakes.id(filter[facet], `filter.${facet}`);
  mistakes.ids(filter.types, 'filter.types');
  mistakes.period(filter.from, filter.until, 'filter');
}

export async function auditTrail(
  asking: Asking,
  sources: Pick<TrailSources, 'directory' | 'events'>,
  filter: TrailFilter,
  order: SortOrder,
  page: PageArguments,
): Promise<Connection<AuditEventView>> {
  const mistakes = new Mistakes();
  checkTrailFilter(filter, mistakes);
  const list = {
    collection: trail,
    scan: await scanOf(asking, sources, filter),
    order: order === 'NEWEST_FIRST' ? 'descending' : 'ascending',
    view: (entry: TrailEntry): AuditEventView => {
      // Only events stand in the trail's indexes.
      if (entry.kind !== 'event') throw new Error('The trail lists something that is no event.');
      return auditEventView(asking, entry);
    },
  } as const;
  return connect(asking, list, page, mistakes);
}

async function scanOf(
  { viewer }: Asking,
  sources: Pick<TrailSources, 'directory' | 'events'>,
  filter: TrailFilter,
): Promise<Scan | null> {
  const { directory, events } = sources;
  const auditor = isAuditor(viewer);
  const audience = auditor ? ALL : viewer.tenant?.id;
  if (audience === undefined) return null;
  const where: Condition[] = [];
  const is = (field: string, value: string | null | undefined): void => {
    if (value != null) where.push({ field, is: value });
  };
  is('metadata.tenant', filter.tenantId);
  is('metadata.command', filter.command);
  is('metadata.correlationId', filter.correlationId);
  is('metadata.actor', filter.actorId);
  if (filter.actorSubject != null) {
    const person = await directory.findBySubject(filter.actorSubject);
    if (!person) return null;
    is('metadata.actor', person.id);
  }
  // R27: across tenants an actor is the tenant; asking for another tenant's person must not tell what it did.
  if (!auditor && (filter.actorId != null || filter.actorSubject != null)) is('metadata.actorTenant', audience);
  if (filter.types != null) where.push({ field: 'type', in: filter.types });
  if (filter.from != null) where.push({ field: 'metadata.occurredAt', atLeast: filter.from });
  if (filter.until != null) where.push({ field: 'metadata.occurredAt', below: filter.until });
  const command = filter.commandId == null ? {} : await placeOf(events, filter.commandId);
  const range = rangeOf(audience, filter, is);
  if (range.index === 'ofCommunity' && !auditor) where.push({ field: 'seenBy', includes: audience });
  return command && { ...range, ...command, where };
}

/** The narrowest index; the facets that it does not hold become conditions. */
function rangeOf(
  audience: string,
  { communityId, appId }: TrailFilter,
  is: (field: string, value: string | null | undefined) => void,
): Scan {
  if (communityId != null) {
    is('appId', appId);
    return { index: 'ofCommunity', prefix: [communityId] };
  }
  if (appId != null) return { index: 'byAccount', prefix: [appId, audience] };
  return audience === ALL ? { index: 'all', prefix: [] } : { index: 'bySight', prefix: [audience] };
}

/** A command's events stand side by side in the log, which knows commands by their ids; null for an unknown one. */
async function placeOf(
  events: TrailSources['events'],
  commandId: string,
): Promise<{ readonly above: readonly [string]; readonly below: readonly [string] } | null> {
  const outcome = await events.outcomeOf(commandId);
  const [first] = outcome?.events ?? [];
  if (!outcome || !first) return null;
  return { above: [besides(first.cursor, -1n)], below: [besides(outcome.cursor, 1n)] };
}

function besides(cursor: Cursor, distance: bigint): Cursor {
  const { position, ...rest } = parseCursor(cursor);
  return formatCursor({ ...rest, position: position + distance });
}
