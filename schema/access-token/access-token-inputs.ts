import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Says which account a service wants to act for.' })
export class IssueAccessTokenInput {
  @Field(() => ID, { description: 'Names the account.' })
  readonly appId!: string;
}
