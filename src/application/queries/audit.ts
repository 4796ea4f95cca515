import type { TrailDocument } from '../../../projections/documents.js';
import { trail, type TrailEntry } from '../../../projections/trail/projection.js';
import { leafOf } from '../../audit/leaf.js';
import { leafHash } from '../../audit/merkle/hashes.js';
import { isCursor, parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { Directory } from '../../people/directory.js';
import type { PageRequest } from '../../read-models/port.js';
import { TryAgainError } from '../answer.js';
import { BadUserInputError } from '../bad-user-input.js';
import { audienceOf, seesEvent } from '../trail/audience.js';
import { trailCondition } from '../trail/trail-condition.js';
import type { TrailFilter } from '../trail/trail-filter.js';
import { searchTrail } from '../trail/trail-search.js';
import { actorView, tenantView } from './actors.js';
import type { Asking } from './asking.js';
import { connectUncounted } from './connect.js';
import { cursorMistake, Mistakes } from './mistakes.js';
import { listName } from './page-cursor.js';
import type { PageArguments, UncountedConnection } from './paging.js';
import type { SortOrder } from './queries.js';
import { isAuditor, visibleData } from './sight.js';
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
    salt: auditor ? metadata.actorSalt : null,
    data: visibleData(asking.viewer, event),
    accountName: event.accountName,
    nameOfTenant: async (id) => (await asking.reads.tenantName(id)) ?? id,
    hash: () => leafHash(leafOf(event)).toString('hex'),
    proof: () => asking.reads.proof(event),
  };
}

/**
 * @param trailIsCurrent resolves true once the trail holds what has happened so far; false when that takes too long
 * @throws TryAgainError when it is not there yet and the trail cannot be reached in time
 */
export async function auditEvent(
  asking: Asking,
  trailIsCurrent: () => Promise<boolean>,
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

/** Keys of the trail are cursors: those of before a move are told as those of now. */
async function atPresent(
  events: Pick<EventReader, 'acceptCursor'>,
  request: PageRequest,
  since: Cursor,
): Promise<PageRequest> {
  const { after, before } = request;
  const accepted = (key: string, path: string): Promise<string> | string =>
    parseCursor(key).epoch === parseCursor(since).epoch ? key : acceptKey(events, key, path);
  return {
    ...request,
    ...(after === undefined ? {} : { after: await accepted(after, 'after') }),
    ...(before === undefined ? {} : { before: await accepted(before, 'before') }),
  };
}

/** @throws BadUserInputError */
async function acceptKey(events: Pick<EventReader, 'acceptCursor'>, key: string, path: string): Promise<string> {
  try {
    return await events.acceptCursor(key);
  } catch (error) {
    const mistake = cursorMistake(error, path);
    throw mistake === null ? error : new BadUserInputError(mistake);
  }
}

/** Mistakes of a trail's filter, for the query and the feed. */
export function checkTrailFilter(filter: TrailFilter, mistakes: Mistakes): void {
  const facets = ['appId', 'tenantId', 'communityId', 'actorSubject', 'actorId', 'command', 'commandId'] as const;
  for (const facet of [...facets, 'correlationId'] as const) mistakes.id(filter[facet], `filter.${facet}`);
  mistakes.ids(filter.types, 'filter.types');
  mistakes.period(filter.from, filter.until, 'filter');
}

/** @throws TryAgainError when the trail and what it is searched by cannot be current in time */
export async function auditTrail(
  asking: Asking,
  directory: Directory,
  events: Pick<EventReader, 'acceptCursor'>,
  filter: TrailFilter,
  order: SortOrder,
  page: PageArguments,
): Promise<UncountedConnection<AuditEventView>> {
  const mistakes = new Mistakes();
  checkTrailFilter(filter, mistakes);
  const { viewer, readModels } = asking;
  const audience = audienceOf(viewer);
  const condition = audience && (await trailCondition(audience, filter, directory));
  const range = {
    // What is sought does not count: it leaves rows out and moves none.
    name: listName(trail, { index: 'all', prefix: audience === null || audience === 'ALL' ? [] : [audience.tenant] }),
    page: async (request: PageRequest, since: Cursor) =>
      condition === null
        ? { rows: [], more: false }
        : searchTrail(readModels, condition, await atPresent(events, request, since), since),
    order: order === 'NEWEST_FIRST' ? 'descending' : 'ascending',
    view: (event: TrailDocument) => auditEventView(asking, event),
    isKey: isCursor,
  } as const;
  return connectUncounted(asking.reads, range, page, mistakes);
}
