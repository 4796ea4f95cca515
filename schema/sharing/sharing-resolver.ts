import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../account/account.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { RedeemShareCodeInput } from '../share-code/share-code-inputs.js';
import { RevokeSharingInput } from './sharing-inputs.js';
import {
  RedeemShareCodePayload,
  RedeemShareCodeSuccess,
  RevokeSharingPayload,
  RevokeSharingSuccess,
} from './sharing-payloads.js';
import { Sharing } from './sharing.js';

@Resolver(() => Sharing)
export class SharingResolver {
  @Query(() => Sharing, {
    nullable: true,
    description: 'Finds a sharing that your tenant is a party of, also after it ended.',
  })
  sharing(
    @Arg('id', () => ID, { description: 'Identifies the sharing.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Sharing | null> {
    return context.app.queries.sharing(context, id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Gives the account, or null when your tenant sees it no more.',
  })
  account(@Root() { appId }: Sharing, @Ctx() context: Context): Promise<Account | null> {
    return context.app.queries.account(context, appId);
  }

  @Mutation(() => RedeemShareCodePayload, {
    nullable: true,
    description:
      'Redeems a share code, so that its account and all its payment interfaces are shared with your tenant.',
  })
  redeemShareCode(
    @Arg('input', () => RedeemShareCodeInput, { description: 'Gives the code.' }) input: RedeemShareCodeInput,
    @Ctx() context: Context,
  ): PayloadOf<RedeemShareCodeSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.redeemShareCode, input, ({ sharingId, appId }, cursor) =>
      made(RedeemShareCodeSuccess, {
        sharing: () => queries.sharing(context, sharingId),
        account: () => queries.account(context, appId),
        cursor,
      }),
    );
  }

  @Mutation(() => RevokeSharingPayload, {
    nullable: true,
    description:
      'Ends a sharing: a recipient once nothing of its own is bound, the owner also with unbinding what is bound in the same step.',
  })
  revokeSharing(
    @Arg('input', () => RevokeSharingInput, { description: 'Names the sharing.' }) input: RevokeSharingInput,
    @Ctx() context: Context,
  ): PayloadOf<RevokeSharingSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.revokeSharing, input, ({ sharingId, unboundCommunityCount }, cursor) =>
      made(RevokeSharingSuccess, {
        sharing: () => queries.sharing(context, sharingId),
        unboundCommunityCount,
        cursor,
      }),
    );
  }
}
