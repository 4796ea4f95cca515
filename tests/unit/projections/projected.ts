import type { Document } from '../../../src/read-models/port.js';
import type { StoredEvent } from '../../../src/event-store/port.js';
import type { Projection } from '../../../projections/projection.js';

/** What a projection makes of events, one after another: the plain meaning of it, without a runner. */
export function projected<D extends Document>(
  projection: Projection<D>,
  events: readonly StoredEvent[],
): ReadonlyMap<string, D> {
  const documents = new Map<string, D>();
  for (const event of events) {
    if (!projection.events.includes(event.type)) continue;
    const ids = projection.key(event);
    const before = new Map(ids.map((id) => [id, documents.get(id) ?? null]));
    for (const id of ids) {
      const next = projection.evolve(documents.get(id) ?? null, event, {
        id,
        peer: (peer) => (before.has(peer) ? before.get(peer) : documents.get(peer)) ?? null,
      });
      if (next === null) documents.delete(id);
      else documents.set(id, next);
    }
  }
  return documents;
}
