import type { StoredEvent } from '../src/event-store/port.js';
import type { Collection, Document } from '../src/read-models/port.js';

/**
 * A read model: a pure function from events to documents, which knows no store.
 *
 * The runner calls `evolve` for every id that `key` names, in that order, with the document as it stands (null when
 * there is none). `context` names documents of the same projection that `evolve` may look at as they were before the
 * event. Whatever throws stops this projection, loudly, and no other.
 */
export interface Projection<D extends Document = Document> extends Collection<D> {
  /** Types of the events it handles; others are passed over. */
  readonly events: readonly string[];
  key(event: StoredEvent): readonly string[];
  context?(event: StoredEvent): readonly string[];
  /** Whether the event is the first to name this id, so that there is no document to look for. */
  isNew?(id: string, event: StoredEvent): boolean;
  evolve(document: D | null, event: StoredEvent, context: EvolveContext<D>): D | null;
}

export interface EvolveContext<D> {
  /** Which of the ids that `key` named is to be evolved. */
  readonly id: string;
  /** A document that `context` named, as it was before this event. */
  peer(id: string): D | null;
}
