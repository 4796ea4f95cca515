import { accountStream } from '../../domain/account/account-stream.js';
import { decideAddPaymentInterface } from '../../domain/account/add-payment-interface.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateAddPaymentInterface } from '../../domain/values/inputs/account-inputs.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import { newIdOnAccount } from './random-ids.js';
import type { Services } from './services.js';

/** R14: writes the account. */
export const addPaymentInterface = (services: Services) =>
  commandHandler(services, {
    name: 'AddPaymentInterface',
    actor: 'TENANT',
    validate: validateAddPaymentInterface,
    prepare: ({ tenantId, input }) => {
      const paymentInterfaceId = newIdOnAccount(input.appId);
      return {
        writes: [streamOf(accountStream, input.appId)],
        load: (view) => view.state(accountStream, input.appId),
        decide: (account) => decideAddPaymentInterface({ account, tenantId, paymentInterfaceId, ...input }),
        result: (events) => ({
          appId: input.appId,
          paymentInterfaceId: factsOf(events, 'PaymentInterfaceAdded')[0]?.paymentInterfaceId ?? paymentInterfaceId,
        }),
      };
    },
  });
