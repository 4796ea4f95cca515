import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { RegisterCommunitiesInput, RemoveCommunityInput, RenameCommunityInput } from './community-inputs.js';
import {
  RegisterCommunitiesPayload,
  RegisterCommunitiesSuccess,
  RemoveCommunityPayload,
  RemoveCommunitySuccess,
  RenameCommunityPayload,
  RenameCommunitySuccess,
} from './community-payloads.js';

@Resolver()
export class CommunityCommands {
  @Mutation(() => RegisterCommunitiesPayload, {
    nullable: true,
    description: 'Registers communities of your tenant, all of them or none.',
  })
  registerCommunities(
    @Arg('input', () => RegisterCommunitiesInput, { description: 'Lists the communities.' })
    input: RegisterCommunitiesInput,
    @Ctx() context: Context,
  ): PayloadOf<RegisterCommunitiesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.registerCommunities, input, ({ communityIds }, cursor) =>
      made(RegisterCommunitiesSuccess, {
        communities: () => queries.communitiesByIds(context, communityIds),
        cursor,
      }),
    );
  }

  @Mutation(() => RenameCommunityPayload, { nullable: true, description: 'Gives a community another name.' })
  renameCommunity(
    @Arg('input', () => RenameCommunityInput, { description: 'Names the community, and its new name.' })
    input: RenameCommunityInput,
    @Ctx() context: Context,
  ): PayloadOf<RenameCommunitySuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.renameCommunity, input, ({ communityId }, cursor) =>
      made(RenameCommunitySuccess, { community: () => queries.community(context, communityId), cursor }),
    );
  }

  @Mutation(() => RemoveCommunityPayload, {
    nullable: true,
    description: 'Removes a community that is bound to nothing; its external id is free again.',
  })
  removeCommunity(
    @Arg('input', () => RemoveCommunityInput, { description: 'Names the community.' }) input: RemoveCommunityInput,
    @Ctx() context: Context,
  ): PayloadOf<RemoveCommunitySuccess> {
    return answer(context, context.app.commands.removeCommunity, input, ({ communityId }, cursor) =>
      made(RemoveCommunitySuccess, { communityId, cursor }),
    );
  }
}
