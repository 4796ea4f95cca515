import { Field, ObjectType } from 'type-graphql';
import type { Reply as ReplyFacts } from '../../src/domain/replies/events.js';
import { KeywordMatch, ReplyType } from './replies-enums.js';

@ObjectType({ description: 'An article that a resident is shown and may open.', simpleResolvers: true })
export class ReplyArticle {
  @Field(() => String, { description: 'Gives the title.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'Gives the text below the title.' })
  readonly description!: string | null;

  @Field(() => String, { description: 'Links to the page that opens.' })
  readonly url!: string;

  @Field(() => String, { nullable: true, description: 'Links to the picture.' })
  readonly pictureUrl!: string | null;
}

@ObjectType({
  description: 'A message by which an account answers; its type says which field is set.',
  simpleResolvers: true,
})
export class Reply {
  @Field(() => ReplyType, { description: 'Tells what kind of message it is.' })
  readonly type!: keyof typeof ReplyType;

  @Field(() => String, { nullable: true, description: 'Gives the text of a TEXT reply.' })
  readonly text?: string | null;

  @Field(() => String, { nullable: true, description: 'Gives WeChat’s id of the picture of an IMAGE reply.' })
  readonly mediaId?: string | null;

  @Field(() => [ReplyArticle], { nullable: true, description: 'Lists the articles of a NEWS reply.' })
  readonly articles?: readonly ReplyArticle[] | null;
}

@ObjectType({ description: 'A rule by which texts that fit a keyword are answered.', simpleResolvers: true })
export class KeywordReply {
  @Field(() => [String], { description: 'Lists the keywords, one of which must fit.' })
  readonly keywords!: readonly string[];

  @Field(() => KeywordMatch, { description: 'Tells when a keyword fits.' })
  readonly match!: keyof typeof KeywordMatch;

  @Field(() => Reply, { description: 'Gives the answer.' })
  readonly reply!: ReplyFacts;
}

@ObjectType({
  description: 'What an account answers residents by itself: the first that fits, each where it is set.',
  simpleResolvers: true,
})
export class AutomaticReplies {
  @Field(() => Reply, { nullable: true, description: 'Greets whoever begins to follow the account.' })
  readonly onSubscribe!: ReplyFacts | null;

  @Field(() => [KeywordReply], {
    description:
      'Lists the rules in the order in which they are tried; a click on a menu button answers like the keyword that equals its key.',
  })
  readonly keywords!: readonly KeywordReply[];

  @Field(() => Reply, { nullable: true, description: 'Answers any message that no rule fits.' })
  readonly byDefault!: ReplyFacts | null;
}
