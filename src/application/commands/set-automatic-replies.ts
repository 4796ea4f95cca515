import { accountStream } from '../../domain/account/account-stream.js';
import { repliesId, repliesStream } from '../../domain/replies/replies-stream.js';
import { decideSetAutomaticReplies } from '../../domain/replies/set-automatic-replies.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateSetAutomaticReplies } from '../../domain/values/inputs/replies-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R26: writes the replies of the present tenure, checks the account. */
export const setAutomaticReplies = (services: Services) =>
  commandHandler(services, {
    name: 'SetAutomaticReplies',
    actor: 'TENANT',
    validate: validateSetAutomaticReplies,
    prepare: async ({ tenantId, input: { appId, replies } }) => {
      const known = await services.states.cached(accountStream, appId);
      return {
        writes: [streamOf(repliesStream, repliesId({ appId, tenure: known.state.tenure }))],
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          return { account, present: await view.state(repliesStream, repliesId({ appId, tenure: account.tenure })) };
        },
        decide: (states) => decideSetAutomaticReplies({ ...states, tenantId, replies }),
        result: () => ({ appId }),
      };
    },
  });
