import { accountStream } from '../../domain/account/account-stream.js';
import { decideRemovePaymentInterface } from '../../domain/account/remove-payment-interface.js';
import { streamOf } from '../../domain/stream-kind.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import { validateRemovePaymentInterface } from '../../domain/values/inputs/account-inputs.js';
import { commandHandler } from './command-handler.js';
import { loadAccountWithTenants } from './load-account.js';
import { notFoundAnswer } from './not-found.js';
import type { Services } from './services.js';

/** R14: writes the account, checks the tenant of its owner and of every recipient. */
export const removePaymentInterface = (services: Services) =>
  commandHandler(services, {
    name: 'RemovePaymentInterface',
    actor: 'TENANT',
    validate: validateRemovePaymentInterface,
    prepare: (request) => {
      const { tenantId, input } = request;
      const { paymentInterfaceId } = input;
      const appId = appIdOf(paymentInterfaceId);
      if (appId === null) return notFoundAnswer(request, 'PAYMENT_INTERFACE_NOT_FOUND');
      return {
        writes: [streamOf(accountStream, appId)],
        load: (view) => loadAccountWithTenants(view, appId),
        decide: (states) => decideRemovePaymentInterface({ ...states, tenantId, paymentInterfaceId }),
        result: () => ({ appId, paymentInterfaceId }),
      };
    },
  });
