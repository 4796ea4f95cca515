import { accountStream } from '../../domain/account/account-stream.js';
import { decideUnbindPaymentInterface } from '../../domain/tenant/unbind-payment-interface.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import { validateUnbindPaymentInterface } from '../../domain/values/inputs/binding-inputs.js';
import { commandHandler } from './command-handler.js';
import { findHomes, loadHomes, streamsOf } from './community-homes.js';
import { notFoundAnswer } from './not-found.js';
import type { Services } from './services.js';

/** R17: writes the tenant of every community concerned, checks the account (who owns it). */
export const unbindPaymentInterface = (services: Services) =>
  commandHandler(services, {
    name: 'UnbindPaymentInterface',
    actor: 'TENANT',
    validate: validateUnbindPaymentInterface,
    prepare: async (request) => {
      const { tenantId, input } = request;
      const appId = appIdOf(input.paymentInterfaceId);
      if (appId === null) return notFoundAnswer(request, 'PAYMENT_INTERFACE_NOT_FOUND');
      const homes = await findHomes(services, tenantId, input.communityIds);
      return {
        writes: streamsOf(homes),
        load: async (view) => ({
          account: await view.state(accountStream, appId),
          ...(await loadHomes(view, homes)),
        }),
        decide: (states) => decideUnbindPaymentInterface({ ...states, tenantId, ...input }),
        result: () => ({ communityIds: input.communityIds }),
      };
    },
  });
