import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from '../account/account.js';
import { IdempotencyKeyReused, InvalidInput, WeChatRefused, WeChatUnavailable } from '../refusals/general.js';
import { AccountNotAuthorized, AccountNotFound, NotAccountOwner } from '../refusals/of-accounts.js';
import { MenuDraftChanged, NoMenuDraft } from '../refusals/of-menus.js';
import { Cursor } from '../scalars/cursor.js';
import { Menu } from './menu.js';

/** What every command about a menu answers with. */
@ObjectType({ description: 'A command about a custom menu succeeded.', simpleResolvers: true })
abstract class MenuSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => Menu, { nullable: true, description: 'Gives the menu as it is now, or null when the account is gone.' })
  readonly menu!: Lazy<Menu | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

@ObjectType({ description: 'The draft was saved.', simpleResolvers: true })
export class SaveMenuDraftSuccess extends MenuSuccess {}

export const SaveMenuDraftPayload = createUnionType({
  name: 'SaveMenuDraftPayload',
  description: 'What became of saveMenuDraft: its success, or the refusal that it met.',
  types: () =>
    [
      SaveMenuDraftSuccess,
      MenuDraftChanged,
      AccountNotFound,
      NotAccountOwner,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'WeChat took the draft: residents see it within minutes.', simpleResolvers: true })
export class PublishMenuSuccess extends MenuSuccess {}

export const PublishMenuPayload = createUnionType({
  name: 'PublishMenuPayload',
  description: 'What became of publishMenu: its success, or the refusal that it met.',
  types: () =>
    [
      PublishMenuSuccess,
      MenuDraftChanged,
      InvalidInput,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      NoMenuDraft,
      WeChatRefused,
      WeChatUnavailable,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'What is live was read from WeChat.', simpleResolvers: true })
export class ImportMenuSuccess extends MenuSuccess {}

export const ImportMenuPayload = createUnionType({
  name: 'ImportMenuPayload',
  description: 'What became of importMenu: its success, or the refusal that it met.',
  types: () =>
    [
      ImportMenuSuccess,
      InvalidInput,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      WeChatRefused,
      WeChatUnavailable,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'WeChat deleted the menu; the draft stays.', simpleResolvers: true })
export class DeleteMenuSuccess extends MenuSuccess {}

export const DeleteMenuPayload = createUnionType({
  name: 'DeleteMenuPayload',
  description: 'What became of deleteMenu: its success, or the refusal that it met.',
  types: () =>
    [
      DeleteMenuSuccess,
      InvalidInput,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      WeChatRefused,
      WeChatUnavailable,
      IdempotencyKeyReused,
    ] as const,
});
