import { accountStream } from '../../domain/account/account-stream.js';
import { decideForceReleaseAccount } from '../../domain/account/force-release-account.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateForceReleaseAccount } from '../../domain/values/inputs/account-inputs.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import { loadAccountWithTenants } from './load-account.js';
import type { Services } from './services.js';

/** R7: writes the account and every tenant that has something bound to it; checks the others who might have had. */
export const forceReleaseAccount = (services: Services) =>
  commandHandler(services, {
    name: 'ForceReleaseAccount',
    actor: 'PLATFORM',
    validate: validateForceReleaseAccount,
    prepare: ({ input: { appId, reason } }) => ({
      writes: [streamOf(accountStream, appId)],
      load: (view) => loadAccountWithTenants(view, appId),
      decide: (states) => decideForceReleaseAccount({ ...states, reason }),
      result: (events) => ({
        appId,
        endedSharingCount: factsOf(events, 'SharingEnded').length,
        unboundCommunityCount: factsOf(events, 'CommunityUnbound').length,
      }),
    }),
  });
