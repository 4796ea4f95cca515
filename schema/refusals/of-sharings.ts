import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { DateTime } from '../scalars/date-time.js';
import { Sharing } from '../sharing/sharing.js';
import { UserError } from './user-error.js';

@ObjectType({ implements: UserError, description: 'Only open share codes can be cancelled.', simpleResolvers: true })
export class ShareCodesNotOpen extends UserError {
  @Field(() => [String], { description: 'Lists the labels that name no open code of the account.' })
  readonly labels!: readonly string[];
}

@ObjectType({
  implements: UserError,
  description: 'The share code holds a typing mistake: its check character does not fit.',
  simpleResolvers: true,
})
export class ShareCodeMistyped extends UserError {}

@ObjectType({ implements: UserError, description: 'Nobody issued the share code.', simpleResolvers: true })
export class ShareCodeUnknown extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'Nobody used the share code within 24 hours.',
  simpleResolvers: true,
})
export class ShareCodeExpired extends UserError {
  @Field(() => DateTime, { description: 'Tells when the code expired.' })
  readonly expiredAt!: string;
}

@ObjectType({
  implements: UserError,
  description: 'The share code was used, and each works once.',
  simpleResolvers: true,
})
export class ShareCodeAlreadyUsed extends UserError {
  @Field(() => Boolean, { description: 'Tells whether it was your tenant that used it.' })
  readonly byViewer!: boolean;
}

@ObjectType({ implements: UserError, description: 'The owner cancelled the share code.', simpleResolvers: true })
export class ShareCodeCancelled extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'The share code is for an account that your tenant owns.',
  simpleResolvers: true,
})
export class OwnAccount extends UserError {
  @Field(() => ID, { description: 'Gives the appId of the account.' })
  readonly appId!: string;
}

@ObjectType({
  implements: UserError,
  description: 'The account is shared with your tenant already, and the code was not spent.',
  simpleResolvers: true,
})
export class AlreadyShared extends UserError {
  @Field(() => Sharing, { nullable: true, description: 'Gives the sharing that lasts.' })
  readonly sharing!: Lazy<Sharing | null>;
}

@ObjectType({
  implements: UserError,
  description: 'Your tenant tried too many unknown share codes.',
  simpleResolvers: true,
})
export class TooManyAttempts extends UserError {
  @Field(() => Int, { description: 'Tells in how many seconds to try again.' })
  readonly retryAfterSeconds!: number;
}

@ObjectType({ implements: UserError, description: 'The sharing has ended already.', simpleResolvers: true })
export class SharingAlreadyEnded extends UserError {
  @Field(() => Sharing, { nullable: true, description: 'Gives the sharing as it ended.' })
  readonly sharing!: Lazy<Sharing | null>;
}

@ObjectType({ implements: UserError, description: 'Your tenant is no party of such a sharing.', simpleResolvers: true })
export class SharingNotFound extends UserError {}
