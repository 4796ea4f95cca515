import { Field, ID, InputType, Int } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';

@InputType({ description: 'Says how many share codes to generate for which account.' })
export class GenerateShareCodesInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => Int, { description: 'Says how many codes: 1 to 100.' })
  readonly count!: number;
}

@InputType({ description: 'Names the open share codes to be cancelled.' })
export class CancelShareCodesInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => [String], { description: 'Lists 1 to 1,000 labels, each once.' })
  readonly labels!: readonly string[];
}

@InputType({ description: 'Gives the share code to be redeemed.' })
export class RedeemShareCodeInput extends KeyedInput {
  @Field(() => String, {
    description: 'Gives the code as the owner handed it over; case and separators do not matter.',
  })
  readonly code!: string;
}
