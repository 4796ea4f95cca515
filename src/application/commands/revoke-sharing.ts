import { accountStream } from '../../domain/account/account-stream.js';
import { decideRevokeSharing } from '../../domain/account/revoke-sharing.js';
import { streamOf } from '../../domain/stream-kind.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { appIdOf } from '../../domain/values/account-ids.js';
import { validateRevokeSharing } from '../../domain/values/inputs/sharing-inputs.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import { loadTenants } from './load-tenants.js';
import { notFoundAnswer } from './not-found.js';
import type { Services } from './services.js';

/** R20–R24: writes the account; checks the recipient's tenant, or writes it when the owner unbinds in the same step. */
export const revokeSharing = (services: Services) =>
  commandHandler(services, {
    name: 'RevokeSharing',
    actor: 'TENANT',
    validate: validateRevokeSharing,
    prepare: async (request) => {
      const { tenantId, input } = request;
      const { sharingId } = input;
      const appId = appIdOf(sharingId);
      if (appId === null) return notFoundAnswer(request, 'SHARING_NOT_FOUND');
      const known = await services.states.cached(accountStream, appId);
      const recipient = known.state.sharings.get(sharingId)?.recipient;
      return {
        // The recipient's turn too: its storm of bindings must not keep the owner from ending the sharing.
        writes: [
          streamOf(accountStream, appId),
          ...(recipient === undefined ? [] : [streamOf(tenantStream, recipient)]),
        ],
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          const sharing = account.sharings.get(sharingId);
          const isParty = sharing?.status === 'ACTIVE' && [sharing.owner, sharing.recipient].includes(tenantId);
          return { account, tenants: await loadTenants(view, isParty ? [sharing.recipient] : []) };
        },
        decide: (states) => decideRevokeSharing({ ...states, tenantId, ...input }),
        result: (events) => ({
          sharingId,
          unboundCommunityCount: factsOf(events, 'CommunityUnbound').length,
        }),
      };
    },
  });
