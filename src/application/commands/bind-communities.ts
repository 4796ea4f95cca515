import { accountStream } from '../../domain/account/account-stream.js';
import { streamOf } from '../../domain/stream-kind.js';
import { decideBindCommunities } from '../../domain/tenant/bind-communities.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { validateBindCommunities } from '../../domain/values/inputs/binding-inputs.js';
import { commandHandler } from './command-handler.js';
import { endedPaymentBindings } from './ended-payment-bindings.js';
import type { Services } from './services.js';

/** R15: writes the tenant, checks the account. */
export const bindCommunities = (services: Services) =>
  commandHandler(services, {
    name: 'BindCommunities',
    actor: 'TENANT',
    validate: validateBindCommunities,
    prepare: ({ tenantId, input }) => ({
      writes: [streamOf(tenantStream, tenantId)],
      load: async (view) => ({
        tenant: await view.state(tenantStream, tenantId),
        account: await view.state(accountStream, input.appId),
      }),
      decide: (states) => decideBindCommunities({ ...states, tenantId, ...input }),
      result: (events) => ({
        communityIds: input.communityIds,
        endedPaymentBindings: endedPaymentBindings(events),
      }),
    }),
  });
