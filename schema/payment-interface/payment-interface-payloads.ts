import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { Account } from '../account/account.js';
import { PaymentInterface } from './payment-interface.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import {
  AccountNotAuthorized,
  AccountNotFound,
  BindingsRemain,
  MerchantNumberTaken,
  NotAccountOwner,
  PaymentInterfaceNotFound,
} from '../refusals/of-accounts.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({ description: 'The payment interface was added.', simpleResolvers: true })
export class AddPaymentInterfaceSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => PaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface as it is now, or null when it is gone.',
  })
  readonly paymentInterface!: Lazy<PaymentInterface | null>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const AddPaymentInterfacePayload = createUnionType({
  name: 'AddPaymentInterfacePayload',
  description: 'What became of addPaymentInterface: its success, or the refusal that it met.',
  types: () =>
    [
      AddPaymentInterfaceSuccess,
      MerchantNumberTaken,
      AccountNotFound,
      NotAccountOwner,
      AccountNotAuthorized,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The payment interface was removed.', simpleResolvers: true })
export class RemovePaymentInterfaceSuccess {
  @Field(() => Account, { nullable: true, description: 'Gives the account as it is now, or null when it is gone.' })
  readonly account!: Lazy<Account | null>;

  @Field(() => ID, { description: 'Identifies the payment interface that is gone.' })
  readonly paymentInterfaceId!: string;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const RemovePaymentInterfacePayload = createUnionType({
  name: 'RemovePaymentInterfacePayload',
  description: 'What became of removePaymentInterface: its success, or the refusal that it met.',
  types: () =>
    [
      RemovePaymentInterfaceSuccess,
      InvalidInput,
      PaymentInterfaceNotFound,
      NotAccountOwner,
      BindingsRemain,
      IdempotencyKeyReused,
    ] as const,
});
