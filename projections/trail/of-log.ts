import type { StoredEvent } from '../../src/event-store/port.js';
import type { SightDocument, TrailDocument } from '../documents.js';
import { MOVING } from './account-sight.js';
import { trail, type TrailEntry } from './projection.js';

/**
 * The trail told from the log alone, by its own rules, where there are no read models to ask. Events have to pass in the
 * order of the log; of those before the first one that is told, only the ones of these types need to.
 */
export class TrailOfLog {
  static readonly needed: readonly string[] = MOVING;

  /** Who owns and who shares each account at the moment reached, and what it is called. */
  readonly #accounts = new Map<string, SightDocument>();

  /** @throws UnknownEventError for an event of a later version of this software */
  entry(event: StoredEvent): TrailDocument {
    const before = (id: string): TrailEntry | null => this.#accounts.get(id) ?? null;
    // As they were before the event, for all of its documents.
    const entries = trail.key(event).map((id) => [id, trail.evolve(before(id), event, { id, peer: before })] as const);
    let told: TrailDocument | null = null;
    for (const [id, entry] of entries) {
      if (entry?.kind === 'sight') this.#accounts.set(id, entry);
      else if (entry?.kind === 'event') told = entry;
    }
    if (told === null) throw new Error(`The trail tells nothing of the event ${event.id}.`);
    return told;
  }
}
