import { Field, ObjectType } from 'type-graphql';
import type { MenuButtonType as Type } from '../../src/domain/menu/buttons.js';
import { describedEnum } from '../described-enum.js';
import { ReplyArticle } from '../replies/replies.js';

export const MenuButtonType = describedEnum('MenuButtonType', 'What tapping a menu button does.', {
  VIEW: 'It opens the web page at `url`.',
  CLICK: 'It answers like the keyword that equals `key`.',
  MINIPROGRAM:
    'It opens the page `pagePath` of the mini program `miniProgramAppId`, and `url` where WeChat is too old.',
  SCANCODE_PUSH: 'It scans a code and shows what the code says; the account is told with `key`.',
  SCANCODE_WAITMSG: 'It scans a code and waits for the account’s answer; the account is told with `key`.',
  PIC_SYSPHOTO: 'It takes a photo for the account, which is told with `key`.',
  PIC_PHOTO_OR_ALBUM: 'It takes or chooses a photo for the account, which is told with `key`.',
  PIC_WEIXIN: 'It chooses a photo from WeChat’s album for the account, which is told with `key`.',
  LOCATION_SELECT: 'It sends a place to the account, which is told with `key`.',
  MEDIA_ID: 'It sends the permanent material `mediaId`.',
  VIEW_LIMITED: 'It opens the permanent article material `mediaId`.',
  ARTICLE_ID: 'It sends the published article `articleId`.',
  ARTICLE_VIEW_LIMITED: 'It opens the published article `articleId`.',
  TEXT: 'It sends the text `value`; such a button can be made on WeChat’s own website only.',
  IMG: 'It sends the picture `value`; such a button can be made on WeChat’s own website only.',
  VOICE: 'It sends the voice recording `value`; such a button can be made on WeChat’s own website only.',
  VIDEO: 'It sends the video `value`; such a button can be made on WeChat’s own website only.',
  NEWS: 'It sends `articles`; such a button can be made on WeChat’s own website only.',
} satisfies Record<Type, string>);

@ObjectType({
  description: 'A button of a custom menu: it either does something or opens a list of buttons.',
  simpleResolvers: true,
})
export class MenuButton {
  @Field(() => String, { description: 'Gives the text on the button.' })
  readonly name!: string;

  @Field(() => MenuButtonType, {
    nullable: true,
    description: 'Tells what tapping does; null for a button that opens a list, and for a type unknown here.',
  })
  readonly type!: Type | null;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the text of a button made on WeChat’s website, or WeChat’s id of its material.',
  })
  readonly value!: string | null;

  @Field(() => String, { nullable: true, description: 'Gives the key with which the account is told of the tap.' })
  readonly key!: string | null;

  @Field(() => String, { nullable: true, description: 'Links to the web page that opens.' })
  readonly url!: string | null;

  @Field(() => String, { nullable: true, description: 'Gives the appId of the mini program that opens.' })
  readonly miniProgramAppId!: string | null;

  @Field(() => String, { nullable: true, description: 'Names the page of the mini program that opens.' })
  readonly pagePath!: string | null;

  @Field(() => String, { nullable: true, description: 'Gives WeChat’s id of the permanent material.' })
  readonly mediaId!: string | null;

  @Field(() => String, { nullable: true, description: 'Gives WeChat’s id of the published article.' })
  readonly articleId!: string | null;

  @Field(() => [ReplyArticle], { nullable: true, description: 'Lists the articles of a button of type NEWS.' })
  readonly articles!: readonly ReplyArticle[] | null;

  @Field(() => [MenuButton], { description: 'Lists the buttons that open; empty unless the button opens a list.' })
  readonly children!: readonly MenuButton[];
}
