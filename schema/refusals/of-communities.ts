import { Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import type { CommunityRefusalReason as Reason } from '../../src/domain/refusal.js';
import { Community } from '../community/community.js';
import { describedEnum } from '../described-enum.js';
import { UserError } from './user-error.js';

export const CommunityRefusalReason = describedEnum(
  'CommunityRefusalReason',
  'Why a community stood in the way of a command.',
  {
    NOT_FOUND: 'You have no such community.',
    NOT_BOUND: 'It is not bound to this account or payment interface.',
    BOUND_ELSEWHERE: 'It is bound to another account; unbind it there, or move it.',
    PAYMENT_BOUND_ELSEWHERE: 'It is bound to another payment interface; unbind it there, or replace that one.',
  } satisfies Record<Reason, string>,
);

@ObjectType({ description: 'A community that stood in the way, with its own reason.', simpleResolvers: true })
export class RefusedCommunity {
  @Field(() => ID, { description: 'Identifies the community as the input did.' })
  readonly communityId!: string;

  @Field(() => CommunityRefusalReason, { description: 'Tells why it stood in the way.' })
  readonly reason!: Reason;

  @Field(() => ID, {
    nullable: true,
    description: 'Gives the appId of the account that it is bound to, where that matters.',
  })
  readonly appId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Identifies the payment interface that it is bound to, where that matters.',
  })
  readonly paymentInterfaceId!: string | null;
}

@ObjectType({ implements: UserError, description: 'Your tenant has no such community.', simpleResolvers: true })
export class CommunityNotFound extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'Nothing was changed, since these communities stood in the way.',
  simpleResolvers: true,
})
export class CommunitiesRefused extends UserError {
  @Field(() => [RefusedCommunity], { description: 'Lists every community that stood in the way.' })
  readonly communities!: readonly RefusedCommunity[];
}

@ObjectType({
  implements: UserError,
  description: 'Communities with these external ids are there already.',
  simpleResolvers: true,
})
export class ExternalIdsTaken extends UserError {
  @Field(() => [String], { description: 'Lists the external ids that are taken.' })
  readonly externalIds!: readonly string[];

  @Field(() => [Community], { description: 'Lists the communities that have them.' })
  readonly communities!: Lazy<readonly Community[]>;
}
