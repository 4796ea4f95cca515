import type { StoredEvent } from '../../src/event-store/port.js';
import type { KeyPart } from '../../src/read-models/port.js';
import type { SightDocument, TrailDocument } from '../documents.js';
import { factOf } from '../fact.js';
import type { Projection } from '../projection.js';
import { evolveSight, movesSight } from './account-sight.js';
import { namesUncalledAccount, recipientsThen, sightId, trailDocument } from './entry.js';
import type { ProductEvent } from '../../src/domain/product-event.js';
import { needsRecipients, TRAIL_EVENTS } from './sight.js';

export type TrailEntry = TrailDocument | SightDocument;

/** Entries of an event's index; `sight/{appId}` documents stand in none. */
const ofEvents =
  (entries: (event: TrailDocument) => readonly (readonly KeyPart[])[]) =>
  (entry: TrailEntry): readonly (readonly KeyPart[])[] =>
    entry.kind === 'event' ? entries(entry) : [];

/**
 * Every event with who may see it (R27, R28), and what is needed to know that: who shares an account at the moment
 * reached, and what it is called (`sight/{appId}`).
 *
 * Indexes: `all` [cursor]; `bySight` [tenant, cursor]: feeds are read from these two. What else the trail is searched by
 * is in a read model of its own (`search`), since every further index would cost each event a page or two.
 */
export const trail: Projection<TrailEntry> = {
  name: 'trail',
  version: 5,
  indexes: {
    all: ofEvents(({ cursor }) => [[cursor]]),
    bySight: ofEvents(({ seenBy, cursor }) => seenBy.map((tenant) => [tenant, cursor])),
  },
  events: TRAIL_EVENTS,
  key: (event) => (movesSight(event.type) ? [event.id, sightId(event)] : [event.id]),
  context: (event) => (looksAtAccount(event) ? [sightId(event)] : []),
  isNew: (id, event) => id === event.id,
  evolve: (document, event, context) => {
    const fact = factOf<ProductEvent>(event);
    if (context.id !== event.id) return evolveSight(document as SightDocument | null, fact);
    const peer = (id: string): SightDocument | null => context.peer(id) as SightDocument | null;
    const accountName = namesUncalledAccount(fact) ? (peer(sightId(event))?.nickname ?? null) : null;
    return trailDocument(event, fact, recipientsThen(event, peer), accountName);
  },
};

const looksAtAccount = (event: StoredEvent): boolean =>
  needsRecipients(event.type) || namesUncalledAccount(factOf<ProductEvent>(event));
