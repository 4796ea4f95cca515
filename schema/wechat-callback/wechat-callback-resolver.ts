import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import type { Page } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { WeChatCallback, WeChatCallbackConnection, WeChatCallbackFilter } from './wechat-callback.js';

@Resolver(() => WeChatCallback)
export class WeChatCallbackResolver {
  @Query(() => WeChatCallbackConnection, {
    description:
      'Tells whoever looks after the installation of WeChat’s last callbacks: some 1,000, and as many refused.',
  })
  weChatCallbacks(
    @Arg('filter', () => WeChatCallbackFilter, { nullable: true, description: 'Says which callbacks to tell.' })
    filter: WeChatCallbackFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<WeChatCallback> {
    const { from, until, ...rest } = filter ?? {};
    const times = { from: from?.toISOString() ?? null, until: until?.toISOString() ?? null };
    return context.app.queries.weChatCallbacks(context, { ...rest, ...times }, page);
  }
}
