import { accountStream } from '../../domain/account/account-stream.js';
import { decideReleaseAccount } from '../../domain/account/release-account.js';
import { streamOf } from '../../domain/stream-kind.js';
import { tenantStream } from '../../domain/tenant/tenant-stream.js';
import { validateReleaseAccount } from '../../domain/values/inputs/account-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R7: writes the account, checks the owner's tenant. */
export const releaseAccount = (services: Services) =>
  commandHandler(services, {
    name: 'ReleaseAccount',
    actor: 'TENANT',
    validate: validateReleaseAccount,
    prepare: ({ tenantId, input: { appId } }) => ({
      writes: [streamOf(accountStream, appId)],
      load: async (view) => ({
        account: await view.state(accountStream, appId),
        tenant: await view.state(tenantStream, tenantId),
      }),
      decide: (states) => decideReleaseAccount({ ...states, tenantId }),
      result: () => ({ appId }),
    }),
  });
