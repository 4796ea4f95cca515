import { Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Menu } from '../menu/menu.js';
import { UserError } from './user-error.js';

@ObjectType({
  implements: UserError,
  description: 'Someone changed the draft after you read it.',
  simpleResolvers: true,
})
export class MenuDraftChanged extends UserError {
  @Field(() => Menu, { nullable: true, description: 'Gives the menu as it is there now.' })
  readonly menu!: Lazy<Menu | null>;
}

@ObjectType({
  implements: UserError,
  description: 'The account’s menu has no draft that could be published.',
  simpleResolvers: true,
})
export class NoMenuDraft extends UserError {}
