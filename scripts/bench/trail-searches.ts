import type { TrailDocument } from '../../projections/documents.js';
import type { Audience } from '../../src/application/trail/audience.js';
import type { TrailFilter } from '../../src/application/trail/trail-filter.js';

export interface Asked {
  readonly audience: Audience;
  readonly filter: TrailFilter;
}

/** A kind of search, for what the given event says. */
export interface Search {
  readonly name: string;
  readonly ask: (event: TrailDocument) => Asked;
}

type Facet = (event: TrailDocument) => TrailFilter;

const account: Facet = ({ appId }) => ({ appId });
const tenant: Facet = ({ metadata }) => ({ tenantId: metadata.tenant || null });
const community: Facet = ({ communityId }) => ({ communityId });
const actor: Facet = ({ metadata }) => ({ actorId: metadata.actor || null });
const command: Facet = ({ metadata }) => ({ command: metadata.command });
const type: Facet = ({ type: name }) => ({ types: [name] });
const commandId: Facet = ({ metadata }) => ({ commandId: metadata.commandId });
const correlation: Facet = ({ metadata }) => ({ correlationId: metadata.correlationId });
const HOUR_MS = 3_600_000;
const time: Facet = ({ metadata: { occurredAt } }) => ({
  from: new Date(Date.parse(occurredAt) - HOUR_MS).toISOString(),
  until: new Date(Date.parse(occurredAt) + HOUR_MS).toISOString(),
});
/** A facet that many share, with each of the three that it is mostly combined with, and with all of them. */
const combined = (name: string, facet: Facet): readonly (readonly [string, readonly Facet[]])[] => [
  [`${name}, event type`, [facet, type]],
  [`${name}, actor`, [facet, actor]],
  [`${name}, two hours`, [facet, time]],
  [`${name}, event type, actor, two hours`, [facet, type, actor, time]],
];

const FACETS: readonly (readonly [name: string, facets: readonly Facet[]])[] = [
  ['everything', []],
  ['account', [account]],
  ['tenant', [tenant]],
  ['community', [community]],
  ['actor', [actor]],
  ['command', [command]],
  ['event type', [type]],
  ['command id', [commandId]],
  ['correlation id', [correlation]],
  ['two hours', [time]],
  ...combined('tenant', tenant),
  ...combined('account', account),
  ...combined('community', community),
  ['account, tenant', [account, tenant]],
  ['command, event type', [command, type]],
  ['two that are frequent and never together', [() => ({ types: ['CommunityBound'], command: 'UnbindCommunities' })]],
];

const joined = (facets: readonly Facet[], event: TrailDocument): TrailFilter =>
  Object.assign({}, ...facets.map((facet) => facet(event))) as TrailFilter;

/** Each for an auditor, and for one of the tenants that see the event. */
export const SEARCHES: readonly Search[] = FACETS.flatMap(([name, facets]) => [
  { name, ask: (event) => ({ audience: 'ALL', filter: joined(facets, event) }) },
  {
    name: `${name}, as a tenant`,
    ask: (event) => ({ audience: { tenant: event.seenBy[0] ?? 'nobody' }, filter: joined(facets, event) }),
  },
]);
