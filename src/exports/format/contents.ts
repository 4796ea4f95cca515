import { z } from 'zod';
import type { AuditKey, NumberedSeal } from '../../audit/seal.js';
import type { EventMetadata, StoredEvent } from '../../event-store/port.js';

/** Named in the first line, so that whoever finds the file knows what it is. */
export const EXPORT_FORMAT = 'gongxiang-export';
/** Of the lines below; a higher one was written by a newer version of this software. */
export const EXPORT_VERSION = 1;
/** Leaf hashes that a line holds. */
export const LEAVES_A_LINE = 64;

const natural = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Decimal text, as the API tells sizes of trees. */
const size = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/)
  .transform(Number);

/** Enough of a first line to say what it is, whichever version wrote it. */
export const announcement = z.object({ header: z.object({ format: z.literal(EXPORT_FORMAT), version: natural }) });

const common = {
  format: z.literal(EXPORT_FORMAT),
  version: z.literal(EXPORT_VERSION),
  installation: z.string().regex(/^[0-9a-f]{16}$/),
  epoch: z.int().min(1).max(0xffff),
  keys: natural,
};

export const headerShape = z.discriminatedUnion('extent', [
  z.strictObject({ ...common, extent: z.literal('whole'), seals: natural, leaves: size }),
  z.strictObject({
    ...common,
    extent: z.literal('part'),
    /** Tenant whose sight decides what is in it; null: events are told whole. */
    tenant: z.string().nullable(),
    since: z.string().nullable(),
    until: z.string().nullable(),
  }),
]);

/** What the first line says: of the whole log, or of a part that proves itself. */
export type Header = z.output<typeof headerShape>;
export type WholeHeader = Extract<Header, { extent: 'whole' }>;
export type PartHeader = Extract<Header, { extent: 'part' }>;

export const keyShape = z.strictObject({
  keyId: z.string(),
  publicKey: z.string(),
  since: z.string(),
  until: z.string().nullable(),
}) satisfies z.ZodType<AuditKey>;

const seal = {
  number: natural,
  treeSize: size,
  rootHash: hash,
  sealedAt: z.string(),
  keyId: z.string(),
  signature: z.base64(),
};
export const sealShape = z.strictObject(seal) satisfies z.ZodType<NumberedSeal>;

/** In a part: with the proof that its tree begins with that of the seal in front of it, if there is one. */
export const linkedSealShape = z.strictObject({
  ...seal,
  consistency: z.strictObject({ from: size, path: z.array(hash) }).nullable(),
});
export type LinkedSeal = z.output<typeof linkedSealShape>;

/** Hashes of the leaves from `number` · LEAVES_A_LINE on. */
export const leavesShape = z.strictObject({ number: natural, hashes: z.array(hash).min(1).max(LEAVES_A_LINE) });

/** Other members than these are kept as well. */
const metadataShape = z
  .object({
    occurredAt: z.string(),
    command: z.string(),
    commandId: z.string(),
    fingerprint: z.string(),
    actor: z.string(),
    actorSalt: z.string(),
    actorKind: z.string(),
    actorTenant: z.string(),
    tenant: z.string(),
    correlationId: z.string(),
    causationId: z.string(),
    schemaVersion: z.string(),
  } satisfies Record<keyof EventMetadata, z.ZodType>)
  .catchall(z.string());

export const eventShape = z.strictObject({
  cursor: z.string(),
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: natural,
  data: z.record(z.string(), z.unknown()),
  metadata: metadataShape,
});

/** Shows that the leaf at this index was in the tree of a seal; the path is that of RFC 6962, lowest first. */
export const proofShape = z.strictObject({ index: natural, treeSize: size, path: z.array(hash) });
export type Proof = z.output<typeof proofShape>;

/** A proof as lines tell it. */
export const toldProof = ({ index, treeSize, path }: Proof) => ({ index, treeSize: String(treeSize), path });

export const endShape = z.strictObject({ events: natural, seals: natural });

/** A seal as lines tell it. */
export const toldSeal = ({ number, treeSize, rootHash, sealedAt, keyId, signature }: NumberedSeal) => ({
  number,
  treeSize: String(treeSize),
  rootHash,
  sealedAt,
  keyId,
  signature,
});

/** An event as lines tell it. */
export const toldEvent = ({ cursor, id, type, stream, revision, data, metadata }: StoredEvent) => ({
  cursor,
  id,
  type,
  stream,
  revision,
  data,
  metadata,
});

/** The member that says what a line is. */
export const KINDS = ['header', 'key', 'seal', 'leaves', 'event', 'leaf', 'end'] as const;
export type Kind = (typeof KINDS)[number];

/** Null where the line is of no known kind. */
export const kindOf = (content: Readonly<Record<string, unknown>>): Kind | null =>
  KINDS.find((kind) => Object.hasOwn(content, kind)) ?? null;
