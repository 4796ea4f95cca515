import { accountStream } from '../../domain/account/account-stream.js';
import { streamOf } from '../../domain/stream-kind.js';
import { decideBindPaymentInterface } from '../../domain/tenant/bind-payment-interface.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import { validateBindPaymentInterface } from '../../domain/values/inputs/binding-inputs.js';
import { commandHandler } from './command-handler.js';
import { endedPaymentBindings } from './ended-payment-bindings.js';
import { notFoundAnswer } from './not-found.js';
import type { Services } from './services.js';

/** R16: writes the tenant, checks the account that has the interface. */
export const bindPaymentInterface = (services: Services) =>
  commandHandler(services, {
    name: 'BindPaymentInterface',
    actor: 'TENANT',
    validate: validateBindPaymentInterface,
    prepare: (request) => {
      const { tenantId, input } = request;
      const appId = appIdOf(input.paymentInterfaceId);
      if (appId === null) return notFoundAnswer(request, 'PAYMENT_INTERFACE_NOT_FOUND');
      return {
        writes: [streamOf(tenantStream, tenantId)],
        load: async (view) => ({
          tenant: await view.state(tenantStream, tenantId),
          account: await view.state(accountStream, appId),
        }),
        decide: (states) => decideBindPaymentInterface({ ...states, tenantId, ...input }),
        result: (events) => ({
          communityIds: input.communityIds,
          paymentInterfaceId: input.paymentInterfaceId,
          endedPaymentBindings: endedPaymentBindings(events),
        }),
      };
    },
  });
