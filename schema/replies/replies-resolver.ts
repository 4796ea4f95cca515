import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { AccountView } from '../../src/application/queries/views.js';
import { Account } from '../account/account.js';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { AutomaticReplies } from './replies.js';
import { SetAutomaticRepliesInput } from './replies-inputs.js';
import { SetAutomaticRepliesPayload, SetAutomaticRepliesSuccess } from './replies-payloads.js';

@Resolver(() => Account)
export class RepliesResolver {
  @FieldResolver(() => AutomaticReplies, {
    nullable: true,
    description: 'Gives what the account answers residents by itself; null unless you own the account.',
  })
  replies(@Root() account: AccountView, @Ctx() context: Context): Promise<AutomaticReplies | null> {
    return context.app.queries.repliesOf(context, account);
  }

  @Mutation(() => SetAutomaticRepliesPayload, {
    nullable: true,
    description: 'Replaces all automatic replies of an account that you own.',
  })
  setAutomaticReplies(
    @Arg('input', () => SetAutomaticRepliesInput, { description: 'Names the account and gives the replies.' })
    input: SetAutomaticRepliesInput,
    @Ctx() context: Context,
  ): PayloadOf<SetAutomaticRepliesSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.setAutomaticReplies, input, ({ appId }, cursor) => {
      const account = (): Promise<AccountView | null> => queries.account(context, appId);
      const replies = async (): Promise<AutomaticReplies | null> => {
        const view = await account();
        return view && queries.repliesOf(context, view);
      };
      return made(SetAutomaticRepliesSuccess, { account, replies, cursor });
    });
  }
}
