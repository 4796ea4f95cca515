import type { Cursor } from '../../src/event-store/cursor.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { Document, DocumentChange, ReadModelWriter } from '../../src/read-models/port.js';
import type { Projection } from '../projection.js';

/** An event that a projection cannot handle. */
export interface Poison {
  readonly event: StoredEvent;
  readonly error: unknown;
}

/** What a batch of events makes of a projection's documents. */
export interface Folded {
  readonly changes: readonly DocumentChange[];
  /** Last event of the batch that is done with; null when the first one is poison. */
  readonly to: Cursor | null;
  readonly poison: Poison | null;
}

interface Concern {
  readonly event: StoredEvent;
  readonly ids: readonly string[];
  /** Ids that no event before this one has named. */
  readonly fresh: readonly string[];
  readonly peers: readonly string[];
}

/** Folds the batch in memory. Documents are loaded once; those before a poisonous event are kept. */
export async function fold(
  projection: Projection,
  batch: readonly StoredEvent[],
  writer: Pick<ReadModelWriter, 'load'>,
): Promise<Folded> {
  const { concerns, poison: unkeyed } = concernsOf(projection, batch);
  const fresh = new Set(concerns.flatMap((concern) => concern.fresh));
  const documents = await loaded(projection, concerns, fresh, writer);
  const changed = new Set<string>();
  let poison = unkeyed;
  for (const concern of concerns) {
    try {
      // An event changes all of its documents or none.
      for (const [id, document] of evolved(projection, concern, documents)) {
        documents.set(id, document);
        changed.add(id);
      }
    } catch (error) {
      poison = { event: concern.event, error };
      break;
    }
  }
  return {
    changes: [...changed].map((id) => ({
      collection: projection,
      id,
      document: documents.get(id) ?? null,
      isNew: fresh.has(id),
    })),
    to: batch[(poison ? batch.indexOf(poison.event) : batch.length) - 1]?.cursor ?? null,
    poison,
  };
}

function concernsOf(
  projection: Projection,
  batch: readonly StoredEvent[],
): { readonly concerns: readonly Concern[]; readonly poison: Poison | null } {
  const handled = new Set(projection.events);
  const concerns: Concern[] = [];
  for (const event of batch) {
    if (!handled.has(event.type)) continue;
    try {
      const ids = projection.key(event);
      const fresh = ids.filter((id) => projection.isNew?.(id, event));
      concerns.push({ event, ids, fresh, peers: projection.context?.(event) ?? [] });
    } catch (error) {
      return { concerns, poison: { event, error } };
    }
  }
  return { concerns, poison: null };
}

async function loaded(
  projection: Projection,
  concerns: readonly Concern[],
  fresh: ReadonlySet<string>,
  writer: Pick<ReadModelWriter, 'load'>,
): Promise<Map<string, Document | null>> {
  const named = new Set(concerns.flatMap(({ ids, peers }) => [...ids, ...peers]));
  const ids = [...named].filter((id) => !fresh.has(id));
  const found = ids.length === 0 ? [] : await writer.load(projection, ids);
  return new Map<string, Document | null>([
    ...[...fresh].map((id) => [id, null] as const),
    ...ids.map((id, n) => [id, found[n] ?? null] as const),
  ]);
}

function evolved(
  projection: Projection,
  { event, ids }: Concern,
  documents: ReadonlyMap<string, Document | null>,
): ReadonlyMap<string, Document | null> {
  const next = new Map<string, Document | null>();
  const peer = (id: string): Document | null => {
    const document = documents.get(id);
    if (document === undefined) throw new TypeError(`${projection.name} looks at ${id}, which it does not name.`);
    return document;
  };
  for (const id of ids) {
    const before = next.has(id) ? next.get(id) : documents.get(id);
    next.set(id, checked(projection, projection.evolve(before ?? null, event, { id, peer })));
  }
  return next;
}

/** A document that cannot be indexed is found here, where its event is known, and not when the batch is written. */
function checked(projection: Projection, document: Document | null): Document | null {
  if (document !== null) for (const entries of Object.values(projection.indexes)) entries(document);
  return document;
}
