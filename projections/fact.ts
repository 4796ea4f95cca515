import { accessTokenStream } from '../src/domain/access-token/access-token-stream.js';
import { accountStream } from '../src/domain/account/account-stream.js';
import { authorizationStream } from '../src/domain/authorization/authorization-stream.js';
import type { DomainEvent } from '../src/domain/event.js';
import { reconciliationStream } from '../src/domain/reconciliation/reconciliation-stream.js';
import { personStream } from '../src/domain/person/person-stream.js';
import { repliesStream } from '../src/domain/replies/replies-stream.js';
import { menuStream } from '../src/domain/menu/menu-stream.js';
import { shareCodeStream } from '../src/domain/share-code/share-code-stream.js';
import { tenantStream } from '../src/domain/tenant/tenant-stream.js';
import { UnknownEventError } from '../src/domain/unknown-event.js';
import type { StoredEvent } from '../src/event-store/port.js';
import type { ActorRef } from './documents.js';

/** An event as projections read it: the domain's fact, when it happened and who acted. */
export type Fact<E extends DomainEvent> = E & { readonly at: string; readonly by: ActorRef };

/** The log tells of something that never began: it stops the projection. */
export class MissingDocumentError extends Error {
  readonly code = 'MISSING_DOCUMENT';
  constructor(type: string, id: string) {
    super(`${type} concerns ${id}, of which the log has not told before.`);
    this.name = new.target.name;
  }
}

const KINDS = [
  accountStream,
  tenantStream,
  shareCodeStream,
  authorizationStream,
  menuStream,
  repliesStream,
  accessTokenStream,
  reconciliationStream,
  personStream,
];

/**
 * The stored event in its present shape. `E`: the events of the stream kind that the caller handles.
 *
 * @throws UnknownEventError where this version of the software does not know the event or its shape
 */
export function factOf<E extends DomainEvent>(event: StoredEvent): Fact<E> {
  const { actor: id, actorKind: kind, actorTenant: tenant, occurredAt: at, schemaVersion } = event.metadata;
  const streams = KINDS.find(({ prefix }) => event.stream.startsWith(prefix));
  if (!streams) throw new UnknownEventError(event.type, Number(schemaVersion), event.stream);
  // A projection lists the types that it handles, and a type belongs to one kind of stream.
  const fact = streams.upcast(event.type, Number(schemaVersion), event.data) as E;
  return { ...fact, at, by: { id, kind, tenant } };
}

/** The document that the event continues. @throws MissingDocumentError */
export function existing<D>(document: D | null, event: { readonly type: string }, id: string): D {
  if (document === null) throw new MissingDocumentError(event.type, id);
  return document;
}
