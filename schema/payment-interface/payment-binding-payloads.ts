import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { Lazy } from '../../src/application/queries/paging.js';
import { EndedPaymentBinding } from '../community/binding.js';
import { Community } from '../community/community.js';
import { PaymentInterface } from './payment-interface.js';
import { IdempotencyKeyReused, InvalidInput } from '../refusals/general.js';
import { AccountNotAuthorized, MerchantNumberMismatch, PaymentInterfaceNotFound } from '../refusals/of-accounts.js';
import { CommunitiesRefused } from '../refusals/of-communities.js';
import { Cursor } from '../scalars/cursor.js';

@ObjectType({ description: 'The communities are bound to the payment interface.', simpleResolvers: true })
export class BindPaymentInterfaceSuccess {
  @Field(() => [Community], { description: 'Lists the communities as they are now, in input order.' })
  readonly communities!: Lazy<readonly Community[]>;

  @Field(() => [EndedPaymentBinding], { description: 'Lists the payment bindings that ended in the same step.' })
  readonly endedPaymentBindings!: readonly EndedPaymentBinding[];

  @Field(() => PaymentInterface, {
    nullable: true,
    description: 'Gives the payment interface as it is now, or null when it is gone.',
  })
  readonly paymentInterface!: Lazy<PaymentInterface | null>;

  @Field(() => String, { description: 'Says where the money of the communities now goes.' })
  readonly warning!: string;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const BindPaymentInterfacePayload = createUnionType({
  name: 'BindPaymentInterfacePayload',
  description: 'What became of bindPaymentInterface: its success, or the refusal that it met.',
  types: () =>
    [
      BindPaymentInterfaceSuccess,
      PaymentInterfaceNotFound,
      MerchantNumberMismatch,
      AccountNotAuthorized,
      CommunitiesRefused,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});

@ObjectType({ description: 'The communities are bound to the payment interface no more.', simpleResolvers: true })
export class UnbindPaymentInterfaceSuccess {
  @Field(() => [Community], { description: 'Lists the communities of your own as they are now, in input order.' })
  readonly communities!: Lazy<readonly Community[]>;

  @Field(() => Cursor, { description: 'Gives the position of the last event that this answer reflects.' })
  readonly cursor!: string;
}

export const UnbindPaymentInterfacePayload = createUnionType({
  name: 'UnbindPaymentInterfacePayload',
  description: 'What became of unbindPaymentInterface: its success, or the refusal that it met.',
  types: () =>
    [
      UnbindPaymentInterfaceSuccess,
      PaymentInterfaceNotFound,
      CommunitiesRefused,
      InvalidInput,
      IdempotencyKeyReused,
    ] as const,
});
