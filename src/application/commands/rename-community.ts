import { streamOf } from '../../domain/stream-kind.js';
import { decideRenameCommunity } from '../../domain/tenant/rename-community.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { validateRenameCommunity } from '../../domain/values/inputs/community-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** Writes the tenant. */
export const renameCommunity = (services: Services) =>
  commandHandler(services, {
    name: 'RenameCommunity',
    actor: 'TENANT',
    validate: validateRenameCommunity,
    prepare: ({ tenantId, input }) => ({
      writes: [streamOf(tenantStream, tenantId)],
      load: (view) => view.state(tenantStream, tenantId),
      decide: (tenant) => decideRenameCommunity({ tenant, tenantId, ...input }),
      result: () => ({ communityId: input.communityId }),
    }),
  });
