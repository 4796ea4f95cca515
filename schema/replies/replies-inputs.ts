import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';
import { KeywordMatch, ReplyType } from './replies-enums.js';

@InputType({ description: 'An article that a resident is to be shown.' })
export class ReplyArticleInput {
  @Field(() => String, { description: 'Gives the title in 1 to 64 characters.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'Gives the text below the title in 1 to 120 characters.' })
  readonly description?: string | null;

  @Field(() => String, { description: 'Links to the page that opens: a full http or https address.' })
  readonly url!: string;

  @Field(() => String, { nullable: true, description: 'Links to the picture: a full http or https address.' })
  readonly pictureUrl?: string | null;
}

@InputType({ description: 'A message to answer with: its type says which one field is to be set.' })
export class ReplyInput {
  @Field(() => ReplyType, { description: 'Says what kind of message it is.' })
  readonly type!: keyof typeof ReplyType;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the text of a TEXT reply in 1 to 2,048 bytes of UTF-8, line breaks included.',
  })
  readonly text?: string | null;

  @Field(() => String, { nullable: true, description: 'Gives WeChat’s id of the picture of an IMAGE reply.' })
  readonly mediaId?: string | null;

  @Field(() => [ReplyArticleInput], {
    nullable: true,
    description: 'Lists the articles of a NEWS reply: WeChat shows one, and up to eight on subscribing.',
  })
  readonly articles?: readonly ReplyArticleInput[] | null;
}

@InputType({ description: 'A rule by which texts that fit a keyword are to be answered.' })
export class KeywordReplyInput {
  @Field(() => [String], {
    description: 'Lists 1 to 10 keywords of 1 to 128 characters, none of which an earlier rule of the same match has.',
  })
  readonly keywords!: readonly string[];

  @Field(() => KeywordMatch, { description: 'Says when a keyword fits.' })
  readonly match!: keyof typeof KeywordMatch;

  @Field(() => ReplyInput, { description: 'Gives the answer.' })
  readonly reply!: ReplyInput;
}

@InputType({ description: 'The whole set of automatic replies, at most 256 KiB of it.' })
export class AutomaticRepliesInput {
  @Field(() => ReplyInput, { nullable: true, description: 'Greets whoever begins to follow the account.' })
  readonly onSubscribe?: ReplyInput | null;

  @Field(() => [KeywordReplyInput], {
    description: 'Lists up to 200 rules in the order in which they are to be tried.',
  })
  readonly keywords!: readonly KeywordReplyInput[];

  @Field(() => ReplyInput, { nullable: true, description: 'Answers any message that no rule fits.' })
  readonly byDefault?: ReplyInput | null;
}

@InputType({ description: 'Gives an account its automatic replies.' })
export class SetAutomaticRepliesInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => AutomaticRepliesInput, { description: 'Replaces all that were set before.' })
  readonly replies!: AutomaticRepliesInput;
}
