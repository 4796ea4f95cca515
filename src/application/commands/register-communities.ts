import { streamOf } from '../../domain/stream-kind.js';
import { decideRegisterCommunities } from '../../domain/tenant/register-communities.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { validateRegisterCommunities } from '../../domain/values/inputs/community-inputs.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import { newCommunityId } from './random-ids.js';
import type { Services } from './services.js';

/** Writes the tenant. Answers in input order. */
export const registerCommunities = (services: Services) =>
  commandHandler(services, {
    name: 'RegisterCommunities',
    actor: 'TENANT',
    validate: validateRegisterCommunities,
    prepare: ({ tenantId, input }) => {
      const communities = input.communities.map((community) => ({ ...community, communityId: newCommunityId() }));
      return {
        writes: [streamOf(tenantStream, tenantId)],
        load: (view) => view.state(tenantStream, tenantId),
        decide: (tenant) => decideRegisterCommunities({ tenant, tenantId, communities }),
        result: (events) => ({
          communityIds: factsOf(events, 'CommunityRegistered').map(({ communityId }) => communityId),
        }),
      };
    },
  });
