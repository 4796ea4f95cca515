import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { describedEnum } from '../described-enum.js';
import { connectionOf, totalCountField } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';
import { Actor } from '../tenant/actor.js';
import { TenantRef } from '../tenant/tenant-ref.js';

export const ShareCodeStatus = describedEnum('ShareCodeStatus', 'What has become of a share code.', {
  OPEN: 'It can still be redeemed.',
  REDEEMED: 'A tenant used it.',
  EXPIRED: 'Nobody used it within 24 hours.',
  CANCELLED: 'The owner cancelled it.',
});

@ObjectType({ description: 'What is kept of a share code, which is never the code itself.', simpleResolvers: true })
export class ShareCode {
  @Field(() => ID, { description: 'Identifies the share code.' })
  readonly id!: string;

  @Field(() => String, {
    description: 'Gives a short name to speak of the code, unique on the account and no part of it.',
  })
  readonly label!: string;

  @Field(() => ShareCodeStatus, { description: 'Tells what has become of the code.' })
  readonly status!: keyof typeof ShareCodeStatus;

  @Field(() => DateTime, { description: 'Tells when the code was generated.' })
  readonly generatedAt!: string;

  @Field(() => Actor, { description: 'Tells who generated the code.' })
  readonly generatedBy!: Actor;

  @Field(() => DateTime, { description: 'Tells from when on the code is dead: 24 hours after generation.' })
  readonly expiresAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'Tells when the code was used, if it was.' })
  readonly redeemedAt!: string | null;

  @Field(() => TenantRef, { nullable: true, description: 'Names the tenant that used the code, if one did.' })
  readonly redeemedBy!: TenantRef | null;
}

@ObjectType({ description: 'How many share codes of an account there are in each status.', simpleResolvers: true })
export class ShareCodeCounts {
  @Field(() => Int, { description: 'Counts the codes that can still be redeemed.' })
  readonly open!: Lazy<number>;

  @Field(() => Int, { description: 'Counts the codes that were used.' })
  readonly redeemed!: Lazy<number>;

  @Field(() => Int, { description: 'Counts the codes that nobody used in time.' })
  readonly expired!: Lazy<number>;

  @Field(() => Int, { description: 'Counts the codes that the owner cancelled.' })
  readonly cancelled!: Lazy<number>;
}

@ObjectType({ description: 'A page of share codes, in the order of generating.', simpleResolvers: true })
export class ShareCodeConnection extends connectionOf(ShareCode, 'ShareCode', 'share codes') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}

/** Never give this type an id: a client cache would keep the code (R8). */
@ObjectType({ description: 'A share code, shown in this one answer and nowhere else, ever.', simpleResolvers: true })
export class GeneratedShareCode {
  @Field(() => String, { description: 'Gives the code to hand to the tenant that may use the account.' })
  readonly code!: string;

  @Field(() => String, { description: 'Gives the short name by which the code is listed and cancelled.' })
  readonly label!: string;

  @Field(() => DateTime, { description: 'Tells from when on the code is dead: 24 hours after generation.' })
  readonly expiresAt!: string;
}
