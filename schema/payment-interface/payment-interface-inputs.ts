import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';

@InputType({ description: 'Describes the payment interface to be added.' })
export class AddPaymentInterfaceInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Names the payment interface in 1 to 100 characters.' })
  readonly name!: string;

  @Field(() => String, { description: 'Gives the WeChat Pay merchant number: 8 to 10 digits.' })
  readonly merchantNumber!: string;
}

@InputType({ description: 'Names the payment interface to be removed.' })
export class RemovePaymentInterfaceInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the payment interface.' })
  readonly paymentInterfaceId!: string;
}

@InputType({ description: 'Says which communities’ money goes to which payment interface.' })
export class BindPaymentInterfaceInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the payment interface.' })
  readonly paymentInterfaceId!: string;

  @Field(() => String, { description: 'Repeats the merchant number that will receive the money.' })
  readonly merchantNumber!: string;

  @Field(() => [ID], { description: 'Lists 1 to 1,000 communities, each once.' })
  readonly communityIds!: readonly string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Takes over communities that are bound to another interface of the account, without a gap.',
  })
  readonly replace!: boolean;
}

@InputType({ description: 'Says which communities leave a payment interface.' })
export class UnbindPaymentInterfaceInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the payment interface.' })
  readonly paymentInterfaceId!: string;

  @Field(() => [ID], { description: 'Lists 1 to 1,000 communities, each once.' })
  readonly communityIds!: readonly string[];
}
