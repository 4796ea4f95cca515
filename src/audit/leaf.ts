import { hash } from 'node:crypto';
import { OWNERS_FACTS } from '../domain/account/owners-facts.js';
import type { EventMetadata, StoredEvent } from '../event-store/port.js';
import { canonicalJson } from './canonical-json.js';

/** What a leaf is made of: everything about an event that no engine decides. */
export type AuditedEvent = Pick<StoredEvent, 'id' | 'type' | 'stream' | 'revision' | 'data' | 'metadata'>;

/** Names the format below. Another format gets another name, and events once sealed keep theirs. */
export const LEAF_FORMAT = 'gongxiang-event-1';

/** Metadata that everyone knows who sees the event. */
const TOLD = [
  'actorKind',
  'actorTenant',
  'causationId',
  'command',
  'commandId',
  'correlationId',
  'occurredAt',
  'schemaVersion',
  'tenant',
] as const satisfies readonly (keyof EventMetadata)[];

/** What a commitment can be about: it never stands for another kind of thing. */
export type Committed = 'actor' | 'place' | 'fact';

/**
 * Binds to a value without telling it (R27): lower-case hex of SHA-256 over the canonical JSON of
 * `["gongxiang-event-1", what, salt, value]`. The salt is `actorSalt`, 128 random bits a command.
 */
export const commitment = (what: Committed, salt: string, value: unknown): string =>
  hash('sha256', canonicalJson([LEAF_FORMAT, what, salt, value]), 'hex');

/**
 * The leaf of an event: canonical JSON, as docs/audit-proofs.md describes it. Actor, place in a stream and facts that
 * not everyone sees who sees the event are there as commitments. The keyed fingerprint of the command and the salt are
 * left out, and so is whatever an engine decides (position, cursor).
 *
 * @throws NotCanonicalError for data that the event store does not take
 */
export function leafOf({ id, type, stream, revision, data, metadata }: AuditedEvent): string {
  const { actor, actorSalt: salt } = metadata;
  const owners = (OWNERS_FACTS[type] ?? []).filter((name) => name in data);
  const committed = owners.map((name) => [name, commitment('fact', salt, { name, value: data[name] })]);
  return canonicalJson({
    format: LEAF_FORMAT,
    id,
    type,
    data: owners.length === 0 ? data : without(data, owners),
    metadata: Object.fromEntries(TOLD.map((name) => [name, metadata[name]])),
    actor: commitment('actor', salt, actor),
    place: commitment('place', salt, { stream, revision }),
    ...(owners.length > 0 && { facts: Object.fromEntries(committed) as Readonly<Record<string, string>> }),
  });
}

const without = (data: StoredEvent['data'], names: readonly string[]): StoredEvent['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
