import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { ServiceUnavailableReason } from '../community/community.js';
import { connectionOf, totalCountField } from '../paging/connection-of.js';
import { DateTime } from '../scalars/date-time.js';
import { TenantRef } from '../tenant/tenant-ref.js';
import { PastPaymentInterface } from './past-account.js';

@ObjectType({
  description: 'What residents of the community were served by at a moment, or why by nothing.',
  simpleResolvers: true,
})
export class PastCommunityService {
  @Field(() => Boolean, { description: 'Tells whether residents were served.' })
  readonly available!: boolean;

  @Field(() => ServiceUnavailableReason, {
    nullable: true,
    description: 'Tells why they were not, when they were not.',
  })
  readonly reason!: keyof typeof ServiceUnavailableReason | null;

  @Field(() => PastPaymentInterface, { nullable: true, description: 'Gives the payment interface that took money.' })
  readonly paymentInterface!: PastPaymentInterface | null;

  @Field(() => DateTime, { nullable: true, description: 'Tells since when the community was bound, if it was.' })
  readonly boundAt!: string | null;
}

@ObjectType({ description: 'A residential community as it was at a moment.', simpleResolvers: true })
export class PastCommunity {
  @Field(() => ID, { name: 'communityId', simple: false, description: 'Identifies the community.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Gives the platform’s own id, unique in the tenant.' })
  readonly externalId!: string | null;

  @Field(() => String, { description: 'Names the community as it was called then.' })
  readonly name!: string;

  @Field(() => PastCommunityService, {
    description: 'Tells which account and which payment interface served residents, or why none did.',
  })
  readonly service!: Lazy<PastCommunityService>;
}

@ObjectType({
  description:
    'A page of communities of the past: oldest registration first, or oldest binding first when one account is asked for.',
  simpleResolvers: true,
})
export class PastCommunityConnection extends connectionOf(PastCommunity, 'PastCommunity', 'communities of the past') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}

@ObjectType({ description: 'A community that was bound to an official account at a moment.', simpleResolvers: true })
export class PastBinding {
  @Field(() => TenantRef, { description: 'Names the tenant that managed the community, as it is called today.' })
  readonly tenant!: TenantRef;

  @Field(() => DateTime, { description: 'Tells since when the community was bound.' })
  readonly boundAt!: string;

  @Field(() => Boolean, {
    description: 'Tells whether the account’s authorization was cancelled, so that nothing was served.',
  })
  readonly suspended!: Lazy<boolean>;

  @Field(() => PastPaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface that the community was bound to, if any.',
  })
  readonly paymentInterface!: Lazy<PastPaymentInterface | null>;
}

@ObjectType({ description: 'A page of bindings of the past, oldest first.', simpleResolvers: true })
export class PastBindingConnection extends connectionOf(PastBinding, 'PastBinding', 'bindings of the past') {
  @totalCountField()
  readonly totalCount!: Lazy<number>;
}
