import type { AccountEvent } from '../../src/domain/account/events.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { KeyPart } from '../../src/read-models/port.js';
import type { SightDocument, TrailDocument } from '../documents.js';
import { existing, factOf } from '../fact.js';
import type { Projection } from '../projection.js';
import { evolveSight, movesSight } from './account-sight.js';
import { needsRecipients, sightOf, TRAIL_EVENTS, type TrailEvent } from './sight.js';

export type TrailEntry = TrailDocument | SightDocument;

/** Audience of the indexes beside tenants' ids, which never begin with a star. */
export const ALL = '*all';

/** Entries of an event's index; `sight/{appId}` documents stand in none. */
const ofEvents =
  (entries: (event: TrailDocument) => readonly (readonly KeyPart[])[]) =>
  (entry: TrailEntry): readonly (readonly KeyPart[])[] =>
    entry.kind === 'event' ? entries(entry) : [];

const tenantsAndAll = ({ seenBy }: TrailDocument): readonly string[] => [...seenBy, ALL];

/**
 * Every event with who may see it (R27, R28), and what is needed to know that: who shares an account at the moment
 * reached (`sight/{appId}`).
 *
 * Indexes: `all` [cursor]; `bySight` [tenant, cursor]: feeds are read from these two; `byAccount` [appId, audience,
 * cursor], where audience is a tenant's id or '*all'; `ofCommunity` [communityId, cursor], which whoever reads for a
 * tenant must narrow to what the tenant sees. What is sought comes first, so that an event's entries stand side by side
 * and are written together. Every further index costs each event a page or two.
 */
export const trail: Projection<TrailEntry> = {
  name: 'trail',
  version: 3,
  indexes: {
    all: ofEvents(({ cursor }) => [[cursor]]),
    bySight: ofEvents(({ seenBy, cursor }) => seenBy.map((tenant) => [tenant, cursor])),
    byAccount: ofEvents((event) => {
      const { appId, cursor } = event;
      return appId === null ? [] : tenantsAndAll(event).map((audience) => [appId, audience, cursor]);
    }),
    ofCommunity: ofEvents(({ communityId, cursor }) => (communityId === null ? [] : [[communityId, cursor]])),
  },
  events: TRAIL_EVENTS,
  key: (event) => (movesSight(event.type) ? [event.id, sightId(event)] : [event.id]),
  context: (event) => (needsRecipients(event.type) ? [sightId(event)] : []),
  isNew: (id, event) => id === event.id,
  evolve: (document, event, context) => {
    const fact = factOf<TrailEvent>(event);
    if (context.id !== event.id) return evolveSight(document as SightDocument | null, fact);
    if (!needsRecipients(event.type)) return entryOf(event, fact, []);
    const sight = existing(context.peer(sightId(event)), event, sightId(event)) as SightDocument;
    return entryOf(event, fact, sight.recipients);
  },
};

const sightId = (event: StoredEvent): string => `sight/${factOf<AccountEvent>(event).data.appId}`;

function entryOf(event: StoredEvent, fact: TrailEvent, recipients: readonly string[]): TrailDocument {
  const { id, cursor, type, stream, revision, data, metadata } = event;
  return {
    kind: 'event',
    id,
    cursor,
    type,
    stream,
    revision,
    data,
    metadata,
    ...sightOf(fact, recipients),
    appId: accountNamedBy(fact),
    communityId: 'communityId' in fact.data ? fact.data.communityId : null,
  };
}

function accountNamedBy({ data }: TrailEvent): string | null {
  if ('boundTo' in data) return data.boundTo?.appId ?? null;
  return 'appId' in data ? data.appId : null;
}
