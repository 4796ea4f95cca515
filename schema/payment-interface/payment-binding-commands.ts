import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { made } from '../made.js';
import { messagesIn } from '../messages/catalogue.js';
import { answer, type PayloadOf } from '../refusals/answer.js';
import {
  BindPaymentInterfacePayload,
  BindPaymentInterfaceSuccess,
  UnbindPaymentInterfacePayload,
  UnbindPaymentInterfaceSuccess,
} from './payment-binding-payloads.js';
import { BindPaymentInterfaceInput, UnbindPaymentInterfaceInput } from './payment-interface-inputs.js';

@Resolver()
export class PaymentBindingCommands {
  @Mutation(() => BindPaymentInterfacePayload, {
    nullable: true,
    description: 'Lets the money of communities settle to a payment interface of the account that they are bound to.',
  })
  bindPaymentInterface(
    @Arg('input', () => BindPaymentInterfaceInput, {
      description: 'Says which communities, to which interface, and repeats its merchant number.',
    })
    input: BindPaymentInterfaceInput,
    @Ctx() context: Context,
  ): PayloadOf<BindPaymentInterfaceSuccess> {
    const { commands, queries } = context.app;
    const { merchantNumber } = input;
    return answer(context, commands.bindPaymentInterface, input, (result, cursor) => {
      const { communityIds, paymentInterfaceId, endedPaymentBindings } = result;
      return made(BindPaymentInterfaceSuccess, {
        communities: () => queries.communitiesByIds(context, communityIds),
        endedPaymentBindings,
        paymentInterface: () => queries.paymentInterface(context, paymentInterfaceId),
        // R16: an accepted command repeated the number of the interface.
        warning: messagesIn(context.language).settlementWarning({ merchantNumber, count: communityIds.length }),
        cursor,
      });
    });
  }

  @Mutation(() => UnbindPaymentInterfacePayload, {
    nullable: true,
    description: 'Takes communities off a payment interface, all or none; they stay bound to the account.',
  })
  unbindPaymentInterface(
    @Arg('input', () => UnbindPaymentInterfaceInput, {
      description: 'Says which communities, and off which interface.',
    })
    input: UnbindPaymentInterfaceInput,
    @Ctx() context: Context,
  ): PayloadOf<UnbindPaymentInterfaceSuccess> {
    const { commands, queries } = context.app;
    return answer(context, commands.unbindPaymentInterface, input, ({ communityIds }, cursor) =>
      made(UnbindPaymentInterfaceSuccess, {
        communities: () => queries.communitiesByIds(context, communityIds),
        cursor,
      }),
    );
  }
}
