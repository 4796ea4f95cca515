import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { describedEnum } from '../described-enum.js';
import { connectionOf, totalCountField } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';
import { Actor } from '../tenant/actor.js';
import { TenantRef } from '../tenant/tenant-ref.js';

export const SharingStatus = describedEnum('SharingStatus', 'Whether a sharing lasts.', {
  ACTIVE: 'The recipient may bind its communities.',
  ENDED: 'The recipient has no access any more.',
});

@ObjectType({
  description: 'The owner of an official account lets another tenant bind its own communities to it.',
  simpleResolvers: true,
})
export class Sharing {
  @Field(() => ID, { description: 'Identifies the sharing.' })
  readonly id!: string;

  @Field(() => ID, { description: 'Gives the appId of the shared account.' })
  readonly appId!: string;

  @Field(() => SharingStatus, { description: 'Tells whether the sharing lasts.' })
  readonly status!: keyof typeof SharingStatus;

  @Field(() => TenantRef, { description: 'Names the tenant that shares.' })
  readonly owner!: TenantRef;

  @Field(() => TenantRef, { description: 'Names the tenant that the account is shared with.' })
  readonly recipient!: TenantRef;

  @Field(() => DateTime, { description: 'Tells when the share code was redeemed.' })
  readonly since!: string;

  @Field(() => DateTime, { nullable: true, description: 'Tells when the sharing ended, if it did.' })
  readonly endedAt!: string | null;

  @Field(() => Actor, { nullable: true, description: 'Tells who ended the sharing, if it ended.' })
  readonly endedBy!: Actor | null;

  @Field(() => Int, { description: 'Counts the recipient’s communities that are bound to the account now.' })
  readonly boundCommunityCount!: Lazy<number>;
}

@ObjectType({ description: 'A page of sharings, oldest first.', simpleResolvers: true })
export class SharingConnection extends connectionOf(Sharing, 'Sharing', 'sharings') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}
