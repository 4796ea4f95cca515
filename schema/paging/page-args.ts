import { ArgsType, Field, Int } from 'type-graphql';

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many entries from the start of the list: 1 to 100, 20 by default.',
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: 'A page cursor of this list, behind which the page begins.' })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many entries from the end of the list: 1 to 100, instead of `first`.',
  })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: 'A page cursor of this list, in front of which the page ends.' })
  readonly before?: string | null;
}
