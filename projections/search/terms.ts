import type { TrailDocument } from '../documents.js';

/**
 * What the trail is searched by. An event has a term for each thing that it says; a search asks for terms. This is the one
 * definition of what fits, for the index, for the query and for the feed.
 */
type Facet =
  /** A tenant that may see it (R27). */
  | 'seenBy'
  | 'commandId'
  | 'correlation'
  | 'community'
  /** A person's id; what it did for one tenant is another term, `{tenant}/{id}`. */
  | 'actor'
  | 'actorOf'
  | 'account'
  | 'tenant'
  | 'command'
  | 'type';

export type Term = `${Facet}:${string}`;

export const term = (facet: Facet, value: string): Term => `${facet}:${value}`;

/** Ids of tenants hold no slash. */
export const actorFor = (tenant: string, actor: string): Term => term('actorOf', `${tenant}/${actor}`);

/** Everything that an event can be searched by, but for its time. */
export function termsOf({ type, metadata, seenBy, appId, communityId }: TrailDocument): readonly Term[] {
  const terms = [
    ...seenBy.map((tenant) => term('seenBy', tenant)),
    term('type', type),
    term('command', metadata.command),
    term('commandId', metadata.commandId),
    term('correlation', metadata.correlationId),
    term('actor', metadata.actor),
    actorFor(metadata.actorTenant, metadata.actor),
    term('tenant', metadata.tenant),
  ];
  if (appId !== null) terms.push(term('account', appId));
  if (communityId !== null) terms.push(term('community', communityId));
  return terms;
}
