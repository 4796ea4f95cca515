import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { EndedPaymentBinding } from './binding.js';
import { Community } from './community.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import { AccountNotAuthorized, AccountNotFound } from '../refusals/of-accounts.js';
import { CommunitiesRefused } from '../refusals/of-communities.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({ description: 'The communities are bound to the account.', simpleResolvers: true })
export class BindCommunitiesSuccess {
  @Field(() => [Community], { description: 'Lists the communities as they are now, in input order.' })
  readonly communities!: Lazy<readonly Community[]>;

  @Field(() => [EndedPaymentBinding], { description: 'Lists the payment bindings that ended in the same step.' })
  readonly endedPaymentBindings!: readonly EndedPaymentBinding[];

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const BindCommunitiesPayload = createUnionType({
  name: 'BindCommunitiesPayload',
  description: 'What became of bindCommunities: its success, or the refusal that it met.',
  types: () =>
    [
      BindCommunitiesSuccess,
      AccountNotFound,
      AccountNotAuthorized,
      CommunitiesRefused,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The communities are bound to the account no more.', simpleResolvers: true })
export class UnbindCommunitiesSuccess {
  @Field(() => [ID], { description: 'Lists the communities that were unbound, in input order.' })
  readonly communityIds!: readonly string[];

  @Field(() => [Community], {
    description: 'Lists those of the communities that are your own, as they are now, in input order.',
  })
  readonly communities!: Lazy<readonly Community[]>;

  @Field(() => [EndedPaymentBinding], { description: 'Lists the payment bindings that ended in the same step.' })
  readonly endedPaymentBindings!: readonly EndedPaymentBinding[];

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const UnbindCommunitiesPayload = createUnionType({
  name: 'UnbindCommunitiesPayload',
  description: 'What became of unbindCommunities: its success, or the refusal that it met.',
  types: () =>
    [UnbindCommunitiesSuccess, AccountNotFound, CommunitiesRefused, InvalidInput, IdempotencyKeyReused] as const,
});
