import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { AccountView } from '../../src/application/queries/views.js';
import { permissionName } from '../../src/wechat/permission-sets.js';
import { Binding, BindingConnection } from '../community/binding.js';
import { BindingFilter } from '../community/community-inputs.js';
import type { Context } from '../context.js';
import { Menu } from '../menu/menu.js';
import type { Page } from '../paging/page.js';
import { PageArgs } from '../paging/page-args.js';
import { ShareCode, ShareCodeConnection, ShareCodeCounts, ShareCodeStatus } from '../share-code/share-code.js';
import { Sharing, SharingConnection, SharingStatus } from '../sharing/sharing.js';
import { Account, AccountConnection, Permission } from './account.js';
import { AccountFilter } from './account-inputs.js';

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account, {
    nullable: true,
    description: 'Finds an official account that your tenant owns or that is shared with it; any other is null.',
  })
  account(
    @Arg('appId', () => ID, { description: 'Gives the appId of the account.' }) appId: string,
    @Ctx() context: Context,
  ): Promise<Account | null> {
    return context.app.queries.account(context, appId);
  }

  @Query(() => AccountConnection, {
    description: 'Lists the official accounts that you may see, ordered by appId.',
  })
  accounts(
    @Arg('filter', () => AccountFilter, { nullable: true, description: 'Says which accounts to list.' })
    filter: AccountFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<Account> {
    return context.app.queries.accounts(context, filter ?? {}, page);
  }

  @FieldResolver(() => [Permission], {
    nullable: true,
    description: 'Lists what the administrator granted, by WeChat’s own numbers; null for a recipient.',
  })
  permissions(@Root() { permissionIds }: AccountView, @Ctx() { language }: Context): Permission[] | null {
    return permissionIds?.map((id) => ({ id, name: permissionName(id, language) })) ?? null;
  }

  @FieldResolver(() => BindingConnection, {
    description: 'Lists the bindings, oldest first: every one for the owner, its own for a recipient.',
  })
  bindings(
    @Root() account: AccountView,
    @Arg('filter', () => BindingFilter, { nullable: true, description: 'Says which bindings to list.' })
    filter: BindingFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<Binding> {
    return context.app.queries.bindings(context, account, filter ?? {}, page);
  }

  @FieldResolver(() => SharingConnection, {
    nullable: true,
    description: 'Lists the sharings, oldest first; null unless you own the account or are an auditor.',
  })
  sharings(
    @Root() account: AccountView,
    @Arg('status', () => SharingStatus, { nullable: true, description: 'Keeps sharings in this status.' })
    status: keyof typeof SharingStatus | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<Sharing, null> {
    return context.app.queries.sharings(context, account, status ?? null, page);
  }

  @FieldResolver(() => ShareCodeConnection, {
    nullable: true,
    description:
      'Lists what is kept of the share codes, in the order of generating; null unless you own the account or are an auditor.',
  })
  shareCodes(
    @Root() account: AccountView,
    @Arg('status', () => ShareCodeStatus, { nullable: true, description: 'Keeps share codes in this status.' })
    status: keyof typeof ShareCodeStatus | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Page<ShareCode, null> {
    return context.app.queries.shareCodes(context, account, status ?? null, page);
  }

  @FieldResolver(() => ShareCodeCounts, {
    nullable: true,
    description: 'Counts the share codes in each status; null unless you own the account or are an auditor.',
  })
  shareCodeCounts(@Root() account: AccountView, @Ctx() context: Context): ShareCodeCounts | null {
    return context.app.queries.shareCodeCounts(account);
  }

  @FieldResolver(() => Sharing, {
    nullable: true,
    description: 'Gives the sharing through which your tenant sees the account; null unless it is a recipient.',
  })
  sharing(@Root() account: AccountView, @Ctx() context: Context): Promise<Sharing | null> {
    return context.app.queries.sharingOf(context, account);
  }

  @FieldResolver(() => Menu, {
    nullable: true,
    description: 'Gives the custom menu, with or without a draft; null unless you own the account.',
  })
  menu(@Root() account: AccountView, @Ctx() context: Context): Promise<Menu | null> {
    return context.app.queries.menu(context, account);
  }
}
