import { Arg, Args, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { PastAccountView } from '../../src/application/queries/history.js';
import type { BindingView, CommunityServiceView } from '../../src/application/queries/views.js';
import { BindingFilter } from '../community/community-inputs.js';
import type { Page } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { SharingStatus } from '../sharing/sharing.js';
import { PastAccount, PastSharing, PastSharingConnection } from './past-account.js';
import { PastBinding, PastBindingConnection, PastCommunityService } from './past-community.js';

@Resolver(() => PastAccount)
export class PastAccountResolver {
  @FieldResolver(() => PastBindingConnection, {
    description:
      'Lists the bindings that there were, oldest first: every one for the owner then, its own for a recipient.',
  })
  bindings(
    @Root() account: PastAccountView,
    @Arg('filter', () => BindingFilter, { nullable: true, description: 'Says which bindings to list.' })
    filter: BindingFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
  ): Page<PastBinding> {
    return account.bindings(filter ?? {}, page);
  }

  @FieldResolver(() => PastSharingConnection, {
    nullable: true,
    description: 'Lists the sharings, oldest first; null unless you owned the account then or are an auditor.',
  })
  sharings(
    @Root() account: PastAccountView,
    @Arg('status', () => SharingStatus, { nullable: true, description: 'Keeps sharings that were in this status.' })
    status: keyof typeof SharingStatus | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
  ): Page<PastSharing, null> {
    return account.sharings(status ?? null, page);
  }
}

@Resolver(() => PastBinding)
export class PastBindingResolver {
  @FieldResolver(() => ID, { description: 'Identifies the bound community.' })
  communityId(@Root() { community }: BindingView): string {
    return community.id;
  }

  @FieldResolver(() => String, { description: 'Names the bound community as it was called then.' })
  name(@Root() { community }: BindingView): string {
    return community.name;
  }
}

@Resolver(() => PastCommunityService)
export class PastCommunityServiceResolver {
  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Gives the appId of the account that the community was bound to; it served when `available` is true.',
  })
  appId(@Root() { account }: CommunityServiceView): string | null {
    return account?.appId ?? null;
  }
}
