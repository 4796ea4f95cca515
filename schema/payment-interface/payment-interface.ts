import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';

@ObjectType({
  description: 'The WeChat Pay merchant account that goes with an official account.',
  simpleResolvers: true,
})
export class PaymentInterface {
  @Field(() => ID, { description: 'Identifies the payment interface.' })
  readonly id!: string;

  @Field(() => ID, { description: 'Gives the appId of the official account that it goes with.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Names the payment interface.' })
  readonly name!: string;

  @Field(() => String, {
    description: 'Gives the WeChat Pay merchant number to which the money of bound communities settles.',
  })
  readonly merchantNumber!: string;

  @Field(() => Int, { description: 'Counts the communities bound to it, as far as you may see them.' })
  readonly boundCommunityCount!: Lazy<number>;
}
