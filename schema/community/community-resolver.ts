import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import type { Page } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { Community, CommunityConnection } from './community.js';
import { CommunityFilter } from './community-inputs.js';

@Resolver()
export class CommunityResolver {
  @Query(() => Community, {
    nullable: true,
    description:
      'Finds a community of your tenant, and tells which account and payment interface serve it now, or why none does; services ask for any.',
  })
  community(
    @Arg('id', () => ID, { description: 'Identifies the community.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Community | null> {
    return context.app.queries.community(context, id);
  }

  @Query(() => CommunityConnection, {
    description:
      'Lists communities: oldest registration first, or oldest binding first when the filter names an account or payment interface.',
  })
  communities(
    @Arg('filter', () => CommunityFilter, { nullable: true, description: 'Says which communities to list.' })
    filter: CommunityFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<Community> {
    return context.app.queries.communities(context, filter ?? {}, page);
  }
}
