import { Field, Int, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Binding, BoundCommunity } from '../community/binding.js';
import { PaymentInterface } from '../payment-interface/payment-interface.js';
import { DateTime } from '../scalars/date-time.js';
import { Sharing } from '../sharing/sharing.js';
import { UserError } from './user-error.js';

@ObjectType({
  implements: UserError,
  description: 'You neither own such an account nor is one shared with you.',
  simpleResolvers: true,
})
export class AccountNotFound extends UserError {}

@ObjectType({ implements: UserError, description: 'Only the owner of the account may do this.', simpleResolvers: true })
export class NotAccountOwner extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'The account’s authorization is cancelled, so its owner must authorize it again first.',
  simpleResolvers: true,
})
export class AccountNotAuthorized extends UserError {
  @Field(() => DateTime, { nullable: true, description: 'Tells since when, where you may know.' })
  readonly since!: string | null;
}

@ObjectType({
  implements: UserError,
  description: 'Another tenant owns the account, who may share it with you.',
  simpleResolvers: true,
})
export class AccountOwnedByAnother extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'Communities are still bound, and must be unbound first.',
  simpleResolvers: true,
})
export class BindingsRemain extends UserError {
  @Field(() => Int, { description: 'Counts all that are still bound.' })
  readonly count!: number;

  @Field(() => [BoundCommunity], { description: 'Lists up to 100 of the communities that are still bound.' })
  readonly communities!: Lazy<readonly BoundCommunity[]>;

  @Field(() => [Binding], { description: 'Lists up to 100 of the bindings that remain.' })
  readonly bindings!: Lazy<readonly Binding[]>;
}

@ObjectType({
  implements: UserError,
  description: 'The account is still shared, and the sharings must be ended first.',
  simpleResolvers: true,
})
export class SharingsRemain extends UserError {
  @Field(() => Int, { description: 'Counts all sharings that last.' })
  readonly count!: number;

  @Field(() => [Sharing], { description: 'Lists up to 100 of the sharings that last.' })
  readonly sharings!: Lazy<readonly Sharing[]>;
}

@ObjectType({
  implements: UserError,
  description: 'No account of yours, and none shared with you, has such a payment interface.',
  simpleResolvers: true,
})
export class PaymentInterfaceNotFound extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'The account has a payment interface with this merchant number already.',
  simpleResolvers: true,
})
export class MerchantNumberTaken extends UserError {
  @Field(() => PaymentInterface, { nullable: true, description: 'Gives the payment interface that has the number.' })
  readonly paymentInterface!: Lazy<PaymentInterface | null>;
}

@ObjectType({
  implements: UserError,
  description: 'The repeated merchant number is not the one of the payment interface.',
  simpleResolvers: true,
})
export class MerchantNumberMismatch extends UserError {}
