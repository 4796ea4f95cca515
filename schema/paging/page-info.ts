import { Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';

@ObjectType({ description: 'Where a page lies in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Tells whether the list goes on behind this page.' })
  readonly hasNextPage!: boolean | Lazy<boolean>;

  @Field(() => Boolean, { description: 'Tells whether the list has entries in front of this page.' })
  readonly hasPreviousPage!: boolean | Lazy<boolean>;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the page cursor of the first entry, to be used as `before`.',
  })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the page cursor of the last entry, to be used as `after`.',
  })
  readonly endCursor!: string | null;
}
