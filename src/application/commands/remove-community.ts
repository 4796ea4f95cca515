import { streamOf } from '../../domain/stream-kind.js';
import { decideRemoveCommunity } from '../../domain/tenant/remove-community.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { validateRemoveCommunity } from '../../domain/values/inputs/community-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** Writes the tenant. */
export const removeCommunity = (services: Services) =>
  commandHandler(services, {
    name: 'RemoveCommunity',
    actor: 'TENANT',
    validate: validateRemoveCommunity,
    prepare: ({ tenantId, input }) => ({
      writes: [streamOf(tenantStream, tenantId)],
      load: (view) => view.state(tenantStream, tenantId),
      decide: (tenant) => decideRemoveCommunity({ tenant, tenantId, ...input }),
      result: () => ({ communityId: input.communityId }),
    }),
  });
