import { accountStream } from '../../domain/account/account-stream.js';
import { streamOf } from '../../domain/stream-kind.js';
import { decideCancelShareCodes } from '../../domain/share-code/cancel-share-codes.js';
import { shareCodeStream } from '../../domain/share-code/share-code-stream.js';
import type { ShareCodeState } from '../../domain/share-code/state.js';
import { shareCodeLabel } from '../../domain/values/share-code.js';
import { validateCancelShareCodes } from '../../domain/values/inputs/account-inputs.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R12: writes each code's stream, checks the account. */
export const cancelShareCodes = (services: Services) =>
  commandHandler(services, {
    name: 'CancelShareCodes',
    actor: 'TENANT',
    validate: validateCancelShareCodes,
    prepare: async ({ tenantId, input: { appId, labels } }) => {
      const { state } = await services.states.fresh(accountStream, appId);
      const isOwner = state.owner === tenantId;
      const digests = isOwner
        ? await services.lookUps.digestsOf(appId, state.tenure, labels)
        : new Map<string, string>();
      return {
        writes: [...digests.values()].map((digest) => streamOf(shareCodeStream, digest)),
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          const shareCodes = new Map<string, ShareCodeState>();
          for (const [label, digest] of digests) shareCodes.set(label, await view.state(shareCodeStream, digest));
          return { account, shareCodes };
        },
        decide: (states, now) => decideCancelShareCodes({ ...states, tenantId, labels, now }),
        result: (events) => {
          const cancelled = factsOf(events, 'ShareCodeCancelled').map(({ digest }) => digest);
          const byLabel = new Map(cancelled.map((digest) => [shareCodeLabel(digest), digest]));
          return { appId, digests: labels.flatMap((label) => byLabel.get(label) ?? []) };
        },
      };
    },
  });
