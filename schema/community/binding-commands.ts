import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import {
  BindCommunitiesPayload,
  BindCommunitiesSuccess,
  UnbindCommunitiesPayload,
  UnbindCommunitiesSuccess,
} from './binding-payloads.js';
import { BindCommunitiesInput, UnbindCommunitiesInput } from './community-inputs.js';

@Resolver()
export class BindingCommands {
  @Mutation(() => BindCommunitiesPayload, {
    nullable: true,
    description: 'Binds communities of your tenant to an account that it owns or that is shared with it, all or none.',
  })
  bindCommunities(
    @Arg('input', () => BindCommunitiesInput, { description: 'Says which communities, and to which account.' })
    input: BindCommunitiesInput,
    @Ctx() context: Context,
  ): PayloadOf<BindCommunitiesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.bindCommunities, input, ({ communityIds, endedPaymentBindings }, cursor) =>
      made(BindCommunitiesSuccess, {
        communities: () => queries.communitiesByIds(context, communityIds),
        endedPaymentBindings,
        cursor,
      }),
    );
  }

  @Mutation(() => UnbindCommunitiesPayload, {
    nullable: true,
    description:
      'Unbinds communities from an account, all or none: the owner any of them, a recipient its own; their payment bindings end too.',
  })
  unbindCommunities(
    @Arg('input', () => UnbindCommunitiesInput, { description: 'Says which communities, and from which account.' })
    input: UnbindCommunitiesInput,
    @Ctx() context: Context,
  ): PayloadOf<UnbindCommunitiesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.unbindCommunities, input, ({ communityIds, endedPaymentBindings }, cursor) =>
      made(UnbindCommunitiesSuccess, {
        communityIds,
        communities: () => queries.communitiesByIds(context, communityIds),
        endedPaymentBindings,
        cursor,
      }),
    );
  }
}
