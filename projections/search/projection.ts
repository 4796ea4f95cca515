import type { StoredEvent } from '../../src/event-store/port.js';
import type { PostingsDocument, SightDocument, TimesDocument } from '../documents.js';
import { factOf } from '../fact.js';
import type { EvolveContext, Projection } from '../projection.js';
import { evolveSight, movesSight } from '../trail/account-sight.js';
import { NOBODY, recipientsThen, sightId, trailDocument } from '../trail/entry.js';
import type { ProductEvent } from '../../src/domain/product-event.js';
import { needsRecipients, TRAIL_EVENTS } from '../trail/sight.js';
import { listId, placeOf, timesId } from './blocks.js';
import { addressOf, LISTS, posting } from './postings.js';
import { termsOf } from './terms.js';
import { withTime } from './times.js';

export type SearchDocument = PostingsDocument | TimesDocument | SightDocument;

/**
 * Where in the log each term of the trail can be found, so that a search walks lists of what is sought and never the
 * events themselves. Who may see an event is a term like any other: a tenant's search looks at nothing else than what
 * the tenant sees (R27).
 *
 * The log is cut into blocks; a block's postings are spread over a fixed number of lists by their term. A batch of events
 * therefore writes a few dozen documents next to each other, however many events and terms it has. A search reads one
 * list a block and term, in the order of the log and no further than it needs to.
 */
export const search: Projection<SearchDocument> = {
  name: 'search',
  version: 2,
  indexes: {},
  events: TRAIL_EVENTS,
  key: (event) => {
    const { block } = placeOf(event.cursor);
    const lists = needsRecipients(event.type) ? allLists(block) : [...postingsOf(event, NOBODY).keys()];
    return [timesId(block), ...lists, ...(movesSight(event.type) ? [sightId(event)] : [])];
  },
  context: (event) => (needsRecipients(event.type) ? [sightId(event)] : []),
  evolve: (document, event, context) => {
    const { block, place } = placeOf(event.cursor);
    if (context.id === timesId(block)) {
      return withTime(document as TimesDocument | null, place, event.metadata.occurredAt);
    }
    if (movesSight(event.type) && context.id === sightId(event)) {
      return evolveSight(document as SightDocument | null, factOf<ProductEvent>(event));
    }
    return withPostings(document as PostingsDocument | null, event, context);
  },
};

function withPostings(
  document: PostingsDocument | null,
  event: StoredEvent,
  context: EvolveContext<SearchDocument>,
): PostingsDocument | null {
  const peer = (id: string): SightDocument | null => context.peer(id) as SightDocument | null;
  const added = postingsOf(event, recipientsThen(event, peer)).get(context.id);
  return added === undefined ? document : { kind: 'postings', postings: `${document?.postings ?? ''}${added}` };
}

const allLists = (block: number): readonly string[] => Array.from({ length: LISTS }, (_, list) => listId(block, list));

type Postings = ReadonlyMap<string, string>;

/** An event is asked about once for each of its documents. */
const known = new WeakMap<StoredEvent, { readonly recipients: readonly string[]; readonly postings: Postings }>();

/** What the event adds to which documents. */
function postingsOf(event: StoredEvent, recipients: readonly string[]): Postings {
  const before = known.get(event);
  if (before?.recipients === recipients) return before.postings;
  const { block, place } = placeOf(event.cursor);
  const postings = new Map<string, string>();
  for (const term of termsOf(trailDocument(event, factOf<ProductEvent>(event), recipients, null))) {
    const address = addressOf(term);
    const id = listId(block, address.list);
    postings.set(id, `${postings.get(id) ?? ''}${posting(address, place)}`);
  }
  known.set(event, { recipients, postings });
  return postings;
}
