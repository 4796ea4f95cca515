import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';

@ObjectType({
  description:
    'A signed head of the tree over all events (RFC 6962); hashes are in lower-case hex. docs/audit-proofs.md tells how to check it.',
  simpleResolvers: true,
})
export class AuditSeal {
  @Field(() => String, { description: 'Counts the events that it covers, from the first of the log on.' })
  readonly treeSize!: string;

  @Field(() => String, { description: 'Gives the root hash of the tree over these events.' })
  readonly rootHash!: string;

  @Field(() => String, {
    description:
      'Holds the Ed25519 signature in base64 over the canonical JSON (RFC 8785) of treeSize, rootHash, sealedAt and keyId.',
  })
  readonly signature!: string;

  @Field(() => String, { description: 'Names the key that signed it, one of auditKeys.' })
  readonly keyId!: string;

  @Field(() => DateTime, { description: 'Tells when it was signed.' })
  readonly sealedAt!: string;
}

@ObjectType({ description: 'A page of seals.', simpleResolvers: true })
export class AuditSealConnection extends connectionOf(AuditSeal, 'AuditSeal', 'seals') {}

@ObjectType({
  description:
    'An audit path (RFC 6962): proves that the event was in the log when the seal was signed, as it is told.',
  simpleResolvers: true,
})
export class AuditProof {
  @Field(() => String, {
    description:
      'Gives exactly the text that was hashed, in UTF-8: the event with salted commitments in place of what not everyone sees.',
  })
  readonly leaf!: string;

  @Field(() => String, { description: 'Gives the place of the event among all events, from 0.' })
  readonly leafIndex!: string;

  @Field(() => [String], { description: 'Lists the hashes that lead from the leaf to the root, the lowest one first.' })
  readonly path!: readonly string[];

  @Field(() => AuditSeal, { description: 'Holds the first seal that covers the event.' })
  readonly seal!: AuditSeal;
}

@ObjectType({ description: 'A public key (Ed25519) that seals were or are signed with.', simpleResolvers: true })
export class AuditKey {
  @Field(() => String, { description: 'Identifies the key: its thumbprint (RFC 7638).' })
  readonly keyId!: string;

  @Field(() => String, { description: 'Gives the public key, SPKI in PEM.' })
  readonly publicKey!: string;

  @Field(() => DateTime, { description: 'Tells since when it was used.' })
  readonly since!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Tells when another key took its place; null while it is used.',
  })
  readonly until!: string | null;
}
