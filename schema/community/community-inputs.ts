import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';

@InputType({ description: 'Which communities to list; all conditions must hold.' })
export class CommunityFilter {
  @Field(() => ID, { nullable: true, description: 'Keeps communities of this tenant.' })
  readonly tenantId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Keeps communities bound to this account.' })
  readonly appId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Keeps communities that are, or are not, bound to a payment interface.',
  })
  readonly hasPaymentInterface?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Keeps communities whose residents are, or are not, served now.',
  })
  readonly available?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Keeps communities that are, or are not, bound to an account.' })
  readonly bound?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Keeps communities bound to this payment interface.' })
  readonly paymentInterfaceId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Keeps communities whose name holds this text of 1 to 50 characters.',
  })
  readonly search?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Keeps these communities: 1 to 1,000 ids, each once.' })
  readonly ids?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keeps communities with these external ids: 1 to 1,000, each once.',
  })
  readonly externalIds?: readonly string[] | null;
}

@InputType({ description: 'Which bindings to list; all conditions must hold.' })
export class BindingFilter {
  @Field(() => ID, { nullable: true, description: 'Keeps bindings of this tenant’s communities.' })
  readonly tenantId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Keeps bindings with, or without, a payment interface.' })
  readonly hasPaymentInterface?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Keeps bindings of communities whose name holds this text of 1 to 50 characters.',
  })
  readonly search?: string | null;
}

@InputType({ description: 'Describes a community to be registered.' })
export class NewCommunityInput {
  @Field(() => String, { description: 'Names the community in 1 to 100 characters.' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Gives the platform’s own id in 1 to 64 characters, unique in the tenant.',
  })
  readonly externalId?: string | null;
}

@InputType({ description: 'Lists the communities to be registered.' })
export class RegisterCommunitiesInput extends KeyedInput {
  @Field(() => [NewCommunityInput], { description: 'Lists 1 to 1,000 communities; the answer keeps their order.' })
  readonly communities!: readonly NewCommunityInput[];
}

@InputType({ description: 'Gives a community another name.' })
export class RenameCommunityInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the community.' })
  readonly communityId!: string;

  @Field(() => String, { description: 'Gives the new name in 1 to 100 characters.' })
  readonly name!: string;
}

@InputType({ description: 'Names the community to be removed.' })
export class RemoveCommunityInput extends KeyedInput {
  @Field(() => ID, { description: 'Identifies the community.' })
  readonly communityId!: string;
}

@InputType({ description: 'Says which communities to bind to which account.' })
export class BindCommunitiesInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => [ID], { description: 'Lists 1 to 1,000 communities of your own, each once.' })
  readonly communityIds!: readonly string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Takes communities along that are bound to another account, unbinding them there in the same step.',
  })
  readonly move!: boolean;
}

@InputType({ description: 'Says which communities to unbind from which account.' })
export class UnbindCommunitiesInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => [ID], { description: 'Lists 1 to 1,000 communities, each once; the owner may name a recipient’s.' })
  readonly communityIds!: readonly string[];
}
