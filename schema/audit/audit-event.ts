import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import type { EventData } from '../../src/event-store/port.js';
import { describedEnum } from '../described-enum.js';
import { asOfField, connectionOf } from '../paging/connection-of.js';
import { Cursor } from '../scalars/cursor.js';
import { DateTime } from '../scalars/date-time.js';
import { JsonValue } from '../scalars/json.js';
import { Actor } from '../tenant/actor.js';
import { AuditProof } from './audit-proof.js';
import { TenantRef } from '../tenant/tenant-ref.js';

export const SortOrder = describedEnum('SortOrder', 'In which order to list events.', {
  NEWEST_FIRST: 'The newest event comes first.',
  OLDEST_FIRST: 'The oldest event comes first.',
});

@InputType({ description: 'Which events to tell; all conditions must hold.' })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'Keeps events that name this account.' })
  readonly appId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Keeps events that concern this tenant.' })
  readonly tenantId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Keeps events that name this community.' })
  readonly communityId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Keeps what the person with this subject did, if it acted for your tenant or you are an auditor.',
  })
  readonly actorSubject?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Keeps what the actor with this id did, if it acted for your tenant or you are an auditor.',
  })
  readonly actorId?: string | null;

  @Field(() => String, { nullable: true, description: 'Keeps what came of this command, for example BindCommunities.' })
  readonly command?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keeps events of these types: 1 to 1,000 names, each once, for example CommunityBound.',
  })
  readonly types?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'Keeps what came of the one command with this id.' })
  readonly commandId?: string | null;

  @Field(() => String, { nullable: true, description: 'Keeps what came of the one request with this id.' })
  readonly correlationId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Keeps events from this moment on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Keeps events before this moment.' })
  readonly until?: Date | null;
}

@ObjectType({ description: 'One event of the trail: who did what, when, and on whose behalf.', simpleResolvers: true })
export class AuditEvent {
  @Field(() => ID, { description: 'Identifies the event.' })
  readonly id!: string;

  @Field(() => Cursor, { description: 'Gives the position of the event, behind which a feed can begin.' })
  readonly cursor!: string;

  @Field(() => String, { description: 'Names the event as it is stored, for example CommunityBound.' })
  readonly type!: string;

  @Field(() => DateTime, { description: 'Tells when it happened.' })
  readonly occurredAt!: string;

  @Field(() => Actor, { description: 'Tells who acted.' })
  readonly actor!: Actor;

  @Field(() => TenantRef, { nullable: true, description: 'Names the tenant that it concerns, if one.' })
  readonly tenant!: TenantRef | null;

  @Field(() => String, { description: 'Names the command that led to it, for example BindCommunities.' })
  readonly command!: string;

  @Field(() => String, { description: 'Identifies the one command that led to it; all its events share this.' })
  readonly commandId!: string;

  @Field(() => String, { description: 'Identifies the request that it came from, as x-correlation-id told it.' })
  readonly correlationId!: string;

  @Field(() => String, { nullable: true, description: 'Identifies the event or message that led to it, if one did.' })
  readonly causationId!: string | null;

  @Field(() => String, { nullable: true, description: 'Names the stream that it is stored in; told to auditors only.' })
  readonly stream!: string | null;

  @Field(() => Int, { nullable: true, description: 'Gives its place in the stream; told to auditors only.' })
  readonly revision!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Opens the commitments of its proof: to actor, stream, revision and withheld facts; told to auditors only.',
  })
  readonly salt!: string | null;

  @Field(() => JsonValue, { description: 'Holds the event’s own facts, and never a secret.' })
  readonly data!: EventData;

  /** For the summary: what the account was called then, where the data name it without saying so. */
  readonly accountName!: string | null;

  /** For the summary: a tenant's name, or its id where no name is known. */
  readonly nameOfTenant!: (id: string) => Promise<string>;

  @Field(() => String, {
    description: 'Gives its leaf hash (RFC 6962): SHA-256 over a zero byte and the leaf, in lower-case hex.',
  })
  readonly hash!: () => string;

  @Field(() => AuditProof, {
    nullable: true,
    description: 'Proves that it was in the log and has not changed since; null until a seal covers it.',
  })
  readonly proof!: Lazy<AuditProof | null>;
}

@ObjectType({ description: 'A page of the trail.', simpleResolvers: true })
export class AuditEventConnection extends connectionOf(AuditEvent, 'AuditEvent', 'events') {
  @asOfField()
  readonly asOf!: string;
}
