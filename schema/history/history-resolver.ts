import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { PastView } from '../../src/application/queries/history.js';
import { AccountFilter } from '../account/account-inputs.js';
import { CommunityFilter } from '../community/community-inputs.js';
import type { Context } from '../context.js';
import type { Page } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { History } from './history.js';
import { MomentInput } from './moment-input.js';
import { PastAccount, PastAccountConnection } from './past-account.js';
import { PastCommunity, PastCommunityConnection } from './past-community.js';

@Resolver(() => History)
export class HistoryResolver {
  @Query(() => History, {
    description:
      'Shows the state as it was at a moment, as far as your tenant could have seen it then, and auditors all of it; one request may compare four moments.',
  })
  history(
    @Arg('at', () => MomentInput, { description: 'Names the moment.' }) at: MomentInput,
    @Ctx() context: Context,
  ): Promise<History> {
    const { time, cursor } = at;
    return context.app.queries.history(context, { time: time?.toISOString() ?? null, cursor: cursor ?? null });
  }

  @FieldResolver(() => PastAccount, {
    nullable: true,
    description: 'Finds an official account that your tenant owned or that was shared with it; any other is null.',
  })
  account(
    @Root() past: PastView,
    @Arg('appId', () => ID, { description: 'Gives the appId of the account.' }) appId: string,
  ): Promise<PastAccount | null> {
    return past.account(appId);
  }

  @FieldResolver(() => PastCommunity, {
    nullable: true,
    description: 'Finds a community of your tenant that there was; any other is null.',
  })
  community(
    @Root() past: PastView,
    @Arg('id', () => ID, { description: 'Identifies the community.' }) id: string,
  ): Promise<PastCommunity | null> {
    return past.community(id);
  }

  @FieldResolver(() => PastCommunityConnection, {
    description:
      'Lists communities that there were: oldest registration first, or oldest binding first when the filter names an account or payment interface.',
  })
  communities(
    @Root() past: PastView,
    @Arg('filter', () => CommunityFilter, { nullable: true, description: 'Says which communities to list.' })
    filter: CommunityFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
  ): Page<PastCommunity> {
    return past.communities(filter ?? {}, page);
  }

  @FieldResolver(() => PastAccountConnection, {
    description: 'Lists the official accounts that you could have seen, ordered by appId.',
  })
  accounts(
    @Root() past: PastView,
    @Arg('filter', () => AccountFilter, { nullable: true, description: 'Says which accounts to list.' })
    filter: AccountFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
  ): Page<PastAccount> {
    return past.accounts(filter ?? {}, page);
  }
}
