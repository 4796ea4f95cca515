import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.js';
import { messagesIn } from '../messages/catalogue.js';
import { made } from '../made.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import { AddPaymentInterfaceInput, RemovePaymentInterfaceInput } from './payment-interface-inputs.js';
import {
  AddPaymentInterfacePayload,
  AddPaymentInterfaceSuccess,
  RemovePaymentInterfacePayload,
  RemovePaymentInterfaceSuccess,
} from './payment-interface-payloads.js';
import { PaymentInterface } from './payment-interface.js';

@Resolver(() => PaymentInterface)
export class PaymentInterfaceResolver {
  @Query(() => PaymentInterface, {
    nullable: true,
    description: 'Finds a payment interface of an account that you own or that is shared with you.',
  })
  paymentInterface(
    @Arg('id', () => ID, { description: 'Identifies the payment interface.' }) id: string,
    @Ctx() context: Context,
  ): Promise<PaymentInterface | null> {
    return context.app.queries.paymentInterface(context, id);
  }

  @FieldResolver(() => String, {
    description: 'Warns, before anything is bound, where the money of bound communities goes.',
  })
  settlementNotice(@Root() root: PaymentInterface, @Ctx() { language }: Context): string {
    return messagesIn(language).settlementNotice(root);
  }

  @Mutation(() => AddPaymentInterfacePayload, {
    nullable: true,
    description: 'Adds a WeChat Pay merchant account to an official account; every recipient may use it too.',
  })
  addPaymentInterface(
    @Arg('input', () => AddPaymentInterfaceInput, { description: 'Says what to add, and to which account.' })
    input: AddPaymentInterfaceInput,
    @Ctx() context: Context,
  ): PayloadOf<AddPaymentInterfaceSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.addPaymentInterface, input, ({ appId, paymentInterfaceId }, cursor) =>
      made(AddPaymentInterfaceSuccess, {
        account: () => queries.account(context, appId),
        paymentInterface: () => queries.paymentInterface(context, paymentInterfaceId),
        cursor,
      }),
    );
  }

  @Mutation(() => RemovePaymentInterfacePayload, {
    nullable: true,
    description: 'Removes a payment interface that no community of anyone is bound to.',
  })
  removePaymentInterface(
    @Arg('input', () => RemovePaymentInterfaceInput, { description: 'Says what to remove.' })
    input: RemovePaymentInterfaceInput,
    @Ctx() context: Context,
  ): PayloadOf<RemovePaymentInterfaceSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.removePaymentInterface, input, ({ appId, paymentInterfaceId }, cursor) =>
      made(RemovePaymentInterfaceSuccess, {
        account: () => queries.account(context, appId),
        paymentInterfaceId,
        cursor,
      }),
    );
  }
}
