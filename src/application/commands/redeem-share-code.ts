import { accountStream } from '../../domain/account/account-stream.js';
import { NO_ACCOUNT } from '../../domain/account/state.js';
import { refuse } from '../../domain/decision.js';
import { streamOf } from '../../domain/stream-kind.js';
import { decideRedeemShareCode } from '../../domain/share-code/redeem-share-code.js';
import { shareCodeStream } from '../../domain/share-code/share-code-stream.js';
import { validateRedeemShareCode } from '../../domain/values/inputs/sharing-inputs.js';
import { digestsOf } from '../share-codes/derive-share-codes.js';
import { factsOf } from '../facts.js';
import { commandHandler } from './command-handler.js';
import { newIdOnAccount } from './random-ids.js';
import type { Services } from './services.js';

/** R9–R14: writes the code's stream and the account. */
export const redeemShareCode = (services: Services) =>
  commandHandler(services, {
    name: 'RedeemShareCode',
    actor: 'TENANT',
    validate: validateRedeemShareCode,
    prepare: async ({ tenantId, input }) => {
      const { guessLimiter, shareCodeSecrets } = services;
      const isMistyped = input.code === null;
      const found = input.code === null ? null : await findCode(services, digestsOf(shareCodeSecrets, input.code));
      const sharingId = found === null ? '' : newIdOnAccount(found.appId);
      return {
        // One of a tenant's unknown codes after the other, so that not one guess too many gets through (R13).
        writes: found === null ? [`guesses-${tenantId}`] : [found.stream, streamOf(accountStream, found.appId)],
        load: async (view) =>
          found === null
            ? { shareCode: { status: 'NONE' } as const, account: NO_ACCOUNT }
            : {
                shareCode: await view.state(shareCodeStream, found.digest),
                account: await view.state(accountStream, found.appId),
              },
        decide: (states, now) => {
          if (isMistyped) return refuse({ code: 'SHARE_CODE_MISTYPED' });
          const retryAfterSeconds = guessLimiter.retryAfterSeconds(tenantId);
          if (retryAfterSeconds > 0) return refuse({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds });
          return decideRedeemShareCode({ ...states, tenantId, sharingId, now });
        },
        result: (events) => {
          const [started] = factsOf(events, 'SharingStarted');
          if (started === undefined) throw new Error('A redeemed code started no sharing.');
          return { sharingId: started.sharingId, appId: started.appId };
        },
        refused: (refusal) => {
          if (refusal.code === 'SHARE_CODE_UNKNOWN') guessLimiter.recordUnknown(tenantId);
        },
      };
    },
  });

interface FoundCode {
  readonly stream: string;
  readonly digest: string;
  readonly appId: string;
}

/** Which account a code is for never changes. That a code is unknown is believed only after reading its stream now. */
async function findCode({ states }: Services, digests: readonly string[]): Promise<FoundCode | null> {
  for (const digest of digests) {
    const { state } = await states.fresh(shareCodeStream, digest);
    if (state.status !== 'NONE') return { stream: streamOf(shareCodeStream, digest), digest, appId: state.appId };
  }
  return null;
}
