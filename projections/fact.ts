import type { DomainEvent } from '../src/domain/event.js';
import type { StoredEvent } from '../src/event-store/port.js';
import type { ActorRef } from './documents.js';

/** An event as projections read it: the domain's fact, when it happened and who acted. */
export type Fact<E extends DomainEvent> = E & { readonly at: string; readonly by: ActorRef };

/** The event's shape is newer than this software: it stops the projection and is never guessed at. */
export class UnknownShapeError extends Error {
  readonly code = 'UNKNOWN_SHAPE';
  constructor(event: StoredEvent) {
    super(`${event.type} has the unknown schema version ${event.metadata.schemaVersion}.`);
    this.name = new.target.name;
  }
}

/** The log tells of something that never began: it stops the projection. */
export class MissingDocumentError extends Error {
  readonly code = 'MISSING_DOCUMENT';
  constructor(type: string, id: string) {
    super(`${type} concerns ${id}, of which the log has not told before.`);
    this.name = new.target.name;
  }
}

/** @throws UnknownShapeError */
export function factOf<E extends DomainEvent>(event: StoredEvent): Fact<E> {
  if (event.metadata.schemaVersion !== '1') throw new UnknownShapeError(event);
  const { actor: id, actorKind: kind, actorTenant: tenant, occurredAt: at } = event.metadata;
  // What is stored under a type in this schema version is what the domain declares for it.
  return { type: event.type, data: event.data, at, by: { id, kind, tenant } } as unknown as Fact<E>;
}

/** The document that the event continues. @throws MissingDocumentError */
export function existing<D>(document: D | null, event: { readonly type: string }, id: string): D {
  if (document === null) throw new MissingDocumentError(event.type, id);
  return document;
}
