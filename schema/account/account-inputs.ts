import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../keyed-input.js';
import { AccountRelation, AccountStatus } from './account-enums.js';

@InputType({ description: 'Which official accounts to list; all conditions must hold.' })
export class AccountFilter {
  @Field(() => AccountRelation, { nullable: true, description: 'Keeps accounts to which your tenant is this.' })
  readonly relation?: keyof typeof AccountRelation | null;

  @Field(() => AccountStatus, { nullable: true, description: 'Keeps accounts in this status.' })
  readonly status?: keyof typeof AccountStatus | null;

  @Field(() => String, {
    nullable: true,
    description: 'Keeps accounts whose nickname holds this text of 1 to 50 characters.',
  })
  readonly search?: string | null;
}

@InputType({ description: 'Says how to start an authorization.' })
export class AuthorizeAccountInput extends KeyedInput {
  @Field(() => String, {
    nullable: true,
    description: 'Where our page sends the browser afterwards: an address on an allowed origin.',
  })
  readonly returnUrl?: string | null;
}

@InputType({ description: 'Names the account whose profile is to be read again.' })
export class RefreshAccountProfileInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;
}

@InputType({ description: 'Names the account that its owner gives up.' })
export class ReleaseAccountInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;
}

@InputType({ description: 'Names the account to be released for an owner who cannot.' })
export class ForceReleaseAccountInput extends KeyedInput {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;

  @Field(() => String, { description: 'Says why, in 1 to 500 characters that the trail shows.' })
  readonly reason!: string;
}
