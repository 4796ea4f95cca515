import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';

@InputType({ description: 'Names the sharing to be ended.' })
export class RevokeSharingInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the sharing.' })
  readonly sharingId!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Unbinds the recipient’s communities in the same step, which only the owner may ask for.',
  })
  readonly unbindCommunities!: boolean;
}
