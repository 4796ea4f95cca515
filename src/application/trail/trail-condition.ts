import type { TrailDocument } from '../../../projections/documents.js';
import { actorFor, term, termsOf, type Term } from '../../../projections/search/terms.js';
import { TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import type { Directory } from '../../people/directory.js';
import type { Audience } from './audience.js';
import type { TrailFilter } from './trail-filter.js';

/** Which events a trail is to tell: those that have a term of each clause, within the period. */
export interface TrailCondition {
  /**
   * What leaves the fewest comes first, but for who may see it: whoever may not see an event must not even notice, by the
   * time that it takes, how many there are. A clause without terms leaves nothing.
   */
  readonly clauses: readonly (readonly Term[])[];
  /** Inclusive and exclusive, as the log writes times; null is open. */
  readonly from: string | null;
  readonly until: string | null;
}

/** Subjects are known to the directory alone: events hold random ids. */
export async function trailCondition(
  audience: Audience,
  filter: TrailFilter,
  directory: Pick<Directory, 'findBySubject'>,
): Promise<TrailCondition> {
  // R27: across tenants an actor is shown as the tenant, so asking for another tenant's person finds nothing.
  const did = (actor: string): Term => (audience === 'ALL' ? term('actor', actor) : actorFor(audience.tenant, actor));
  const { actorSubject, types, from = null, until = null } = filter;
  const person = actorSubject == null ? null : await directory.findBySubject(actorSubject);
  const clauses: readonly (readonly Term[] | null)[] = [
    audience === 'ALL' ? null : [term('seenBy', audience.tenant)],
    clause(filter.commandId, (id) => term('commandId', id)),
    clause(filter.correlationId, (id) => term('correlation', id)),
    clause(filter.communityId, (id) => term('community', id)),
    actorSubject == null ? null : person ? [did(person.id)] : [],
    clause(filter.actorId, did),
    clause(filter.appId, (id) => term('account', id)),
    clause(filter.tenantId, (id) => term('tenant', id)),
    clause(filter.command, (name) => term('command', name)),
    // Others are in no trail.
    types == null ? null : TRAIL_EVENTS.filter((type) => types.includes(type)).map((type) => term('type', type)),
  ];
  return { clauses: clauses.filter((terms) => terms !== null), from, until };
}

const clause = (value: string | null | undefined, of: (value: string) => Term): readonly Term[] | null =>
  value == null ? null : [of(value)];

/** Whether the event is to be told. */
export function isTold(event: TrailDocument, { clauses, from, until }: TrailCondition): boolean {
  const { occurredAt } = event.metadata;
  if ((from !== null && occurredAt < from) || (until !== null && occurredAt >= until)) return false;
  const terms = termsOf(event);
  return clauses.every((wanted) => wanted.some((one) => terms.includes(one)));
}
