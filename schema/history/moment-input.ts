import { Field, InputType } from 'type-graphql';
import { Cursor } from '../scalars/cursor.js';
import { DateTime } from '../scalars/date-time.js';

@InputType({ description: 'Names a moment of the past: exactly one of the two.' })
export class MomentInput {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'Means all that had happened up to and at this time; a time before the first event shows nothing, and one still to come is refused.',
  })
  readonly time?: Date | null;

  @Field(() => Cursor, {
    nullable: true,
    description:
      'Means the event of this cursor of any message, payload, event or list (its asOf), with all that was done in the same step.',
  })
  readonly cursor?: string | null;
}
