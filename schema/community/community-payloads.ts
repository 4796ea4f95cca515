import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Community } from './community.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import { BindingsRemain } from '../refusals/of-accounts.js';
import { CommunityNotFound, ExternalIdsTaken } from '../refusals/of-communities.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({ description: 'The communities were registered.', simpleResolvers: true })
export class RegisterCommunitiesSuccess {
  @Field(() => [Community], { description: 'Lists the communities as they are now, in input order.' })
  readonly communities!: Lazy<readonly Community[]>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RegisterCommunitiesPayload = createUnionType({
  name: 'RegisterCommunitiesPayload',
  description: 'What became of registerCommunities: its success, or the refusal that it met.',
  types: () => [RegisterCommunitiesSuccess, InvalidInput, ExternalIdsTaken, IdempotencyKeyReused] as const,
});

@ObjectType({ description: 'The community has its new name.', simpleResolvers: true })
export class RenameCommunitySuccess {
  @Field(() => Community, { nullable: true, description: 'Gives the community as it is now, or null when it is gone.' })
  readonly community!: Lazy<Community | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RenameCommunityPayload = createUnionType({
  name: 'RenameCommunityPayload',
  description: 'What became of renameCommunity: its success, or the refusal that it met.',
  types: () => [RenameCommunitySuccess, CommunityNotFound, InvalidInput, IdempotencyKeyReused] as const,
});

@ObjectType({ description: 'The community was removed.', simpleResolvers: true })
export class RemoveCommunitySuccess {
  @Field(() => ID, { description: 'Identifies the community that is gone.' })
  readonly communityId!: string;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RemoveCommunityPayload = createUnionType({
  name: 'RemoveCommunityPayload',
  description: 'What became of removeCommunity: its success, or the refusal that it met.',
  types: () => [RemoveCommunitySuccess, InvalidInput, CommunityNotFound, BindingsRemain, IdempotencyKeyReused] as const,
});
