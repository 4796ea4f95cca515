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
  hash('sha256', `["${LEAF_FORMAT}","${what}",${canonicalJson(salt)},${canonicalJson(value)}]`, 'hex');

/**
 * The leaf of an event: canonical JSON, as docs/audit-proofs.md describes it. Actor, place in a stream and facts that
 * not everyone sees who sees the event are there as commitments. The keyed fingerprint of the command and the salt are
 * left out, and so is whatever an engine decides (position, cursor).
 *
 * @throws NotCanonicalError for data that the event store does not take
 */
export function leafOf({ id, type, stream, revision, data, metadata }: AuditedEvent): string {
  const { actorSalt: salt } = metadata;
  const { actor, told } = ofCommand(metadata);
  const owners = (OWNERS_FACTS[type] ?? []).filter((name) => name in data);
  const facts = owners.length === 0 ? '' : `"facts":${canonicalJson(committed(data, owners, salt))},`;
  const content = canonicalJson(owners.length === 0 ? data : without(data, owners));
  const place = commitment('place', salt, { revision, stream });
  // Members in the order of their names, written here: every event of the log comes through, and more than once.
  return (
    `{"actor":"${actor}","data":${content},${facts}"format":"${LEAF_FORMAT}","id":${canonicalJson(id)},` +
    `"metadata":${told},"place":"${place}","type":${canonicalJson(type)}}`
  );
}

interface Shared {
  readonly metadata: EventMetadata;
  readonly actor: string;
  readonly told: string;
}
/** Events of a command stand together, and whoever reads the log in order gets them with the same metadata object. */
let latest: Shared | null = null;

function ofCommand(metadata: EventMetadata): Shared {
  if (latest?.metadata === metadata) return latest;
  const told = TOLD.map((name) => `"${name}":${canonicalJson(metadata[name])}`).join(',');
  latest = { metadata, actor: commitment('actor', metadata.actorSalt, metadata.actor), told: `{${told}}` };
  return latest;
}

const committed = (
  data: StoredEvent['data'],
  names: readonly string[],
  salt: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, commitment('fact', salt, { name, value: data[name] })]));

const without = (data: StoredEvent['data'], names: readonly string[]): StoredEvent['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
