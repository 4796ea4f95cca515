import { Field, ObjectType } from 'type-graphql';
import { Cursor } from '../scalars/cursor.js';
import { DateTime } from '../scalars/date-time.js';

@ObjectType({
  description: 'The state as it was at a moment, as far as you could have seen it then.',
  simpleResolvers: true,
})
export class History {
  @Field(() => Cursor, {
    description:
      'Gives the position of the last event that counts, which names the same moment; in front of the first event where none counts.',
  })
  readonly cursor!: string;

  @Field(() => DateTime, {
    description: 'Tells when the last event that counts happened; the beginning of 1970 where none counts.',
  })
  readonly time!: string;
}
