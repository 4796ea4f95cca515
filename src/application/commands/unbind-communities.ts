import { accountStream } from '../../domain/account/account-stream.js';
import { decideUnbindCommunities } from '../../domain/tenant/unbind-communities.js';
import { validateUnbindCommunities } from '../../domain/values/inputs/binding-inputs.js';
import { commandHandler } from './command-handler.js';
import { loadHomes, findHomes, streamsOf } from './community-homes.js';
import { endedPaymentBindings } from './ended-payment-bindings.js';
import type { Services } from './services.js';

/** R17, R18: writes the tenant of every community concerned, checks the account (who owns it). */
export const unbindCommunities = (services: Services) =>
  commandHandler(services, {
    name: 'UnbindCommunities',
    actor: 'TENANT',
    validate: validateUnbindCommunities,
    prepare: async ({ tenantId, input }) => {
      const homes = await findHomes(services, tenantId, input.communityIds);
      return {
        writes: streamsOf(homes),
        load: async (view) => ({
          account: await view.state(accountStream, input.appId),
          ...(await loadHomes(view, homes)),
        }),
        decide: (states) => decideUnbindCommunities({ ...states, tenantId, ...input }),
        result: (events) => ({
          communityIds: input.communityIds,
          endedPaymentBindings: endedPaymentBindings(events),
        }),
      };
    },
  });
