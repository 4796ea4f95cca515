import { Field, ID, InputType, Int } from 'type-graphql';
import type { MenuButtonType as Type } from '../../src/domain/menu/buttons.js';
import { KeyedInput } from '../keyed-input.js';
import { MenuButtonType } from './menu-button.js';

@InputType({ description: 'A button to draft: with a type and what that type needs, or with children.' })
export class MenuButtonInput {
  @Field(() => String, {
    description: 'Gives the text on the button: up to 16 bytes of UTF-8 on the bar, up to 60 in a list.',
  })
  readonly name!: string;

  @Field(() => MenuButtonType, {
    nullable: true,
    description:
      'Says what tapping does, unless the button opens a list; TEXT, IMG, VOICE, VIDEO and NEWS are refused.',
  })
  readonly type?: Type | null;

  @Field(() => String, {
    nullable: true,
    description: 'Gives up to 128 bytes with which the account is told of the tap, for the types that tell it.',
  })
  readonly key?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Links to a web page by http or https, in up to 1,024 bytes, for VIEW and MINIPROGRAM.',
  })
  readonly url?: string | null;

  @Field(() => String, { nullable: true, description: 'Gives the appId of the mini program, for MINIPROGRAM.' })
  readonly miniProgramAppId?: string | null;

  @Field(() => String, { nullable: true, description: 'Names the page of the mini program, for MINIPROGRAM.' })
  readonly pagePath?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Gives WeChat’s id of a permanent material, for MEDIA_ID and VIEW_LIMITED.',
  })
  readonly mediaId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Gives WeChat’s id of a published article, for ARTICLE_ID and ARTICLE_VIEW_LIMITED.',
  })
  readonly articleId?: string | null;

  @Field(() => [MenuButtonInput], {
    nullable: true,
    description: 'Lists the 1 to 5 buttons that open; only a button of the bar opens a list.',
  })
  readonly children?: readonly MenuButtonInput[] | null;
}

@InputType({ description: 'Gives the buttons of a menu’s draft.' })
export class SaveMenuDraftInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => Int, { description: 'Gives the version that the editor started from: 0 for the first draft.' })
  readonly expectedVersion!: number;

  @Field(() => [MenuButtonInput], { description: 'Lists the 1 to 3 buttons of the bar, from left to right.' })
  readonly buttons!: readonly MenuButtonInput[];
}

@InputType({ description: 'Names the account whose draft is to be published.' })
export class PublishMenuInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => Int, { description: 'Gives the version of the draft that you have seen.' })
  readonly expectedVersion!: number;
}

@InputType({ description: 'Names the account whose menu is to be read from WeChat.' })
export class ImportMenuInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;
}

@InputType({ description: 'Names the account whose menu is to be deleted in WeChat.' })
export class DeleteMenuInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;
}
