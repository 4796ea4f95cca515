import { accountStream } from '../../domain/account/account-stream.js';
import { decideRefreshProfile } from '../../domain/account/refresh-profile.js';
import { asAuthorizedOwner, unauthorizedRefusal } from '../../domain/account/standing.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateRefreshAccountProfile } from '../../domain/values/inputs/account-inputs.js';
import { NotAuthorizedError, type Authorizer } from '../../wechat/component-platform.js';
import { TryAgainError } from '../answer.js';
import { asRefusalOfWeChat } from '../wechat-refusal.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** Asks WeChat for the account's profile and permissions as they are now. Writes the account. */
export const refreshAccountProfile = (services: Services) =>
  commandHandler(services, {
    name: 'RefreshAccountProfile',
    actor: 'TENANT',
    validate: validateRefreshAccountProfile,
    prepare: async ({ tenantId, identity, caller, input: { appId } }) => {
      const result = () => ({ appId });
      const repeated = await services.executor.repeated({ identity, result });
      if (repeated !== null) return { answer: repeated };
      // Nobody but the owner makes us ask WeChat about an account.
      const { state } = await services.states.fresh(accountStream, appId);
      const owner = asAuthorizedOwner(state, tenantId);
      if ('refusal' in owner) return { answer: { ok: false, refusal: owner.refusal } };
      const authorizer = await asRefusalOfWeChat(() =>
        authorizerOf(services, appId, state.grant, caller.correlationId),
      );
      if (!authorizer.ok) {
        const cancelled = unauthorizedRefusal((await services.states.fresh(accountStream, appId)).state);
        return { answer: cancelled === null ? authorizer : { ok: false, refusal: cancelled } };
      }
      return {
        writes: [streamOf(accountStream, appId)],
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          // What WeChat said of a grant says nothing of one that has taken its place meanwhile.
          const isOfNewest = account.status !== 'AUTHORIZED' || account.grant === state.grant;
          return { account, told: isOfNewest ? authorizer.value : await askedAgain(services, appId) };
        },
        decide: ({ account, told: { profile, permissions } }) =>
          decideRefreshProfile({ account, tenantId, profile, permissions: permissions ?? account.permissions }),
        result,
      };
    },
  });

/** @throws TryAgainError where WeChat does not say */
async function askedAgain({ platform }: Services, appId: string): Promise<Authorizer> {
  const authorizer = await asRefusalOfWeChat(() => platform.getAuthorizer(appId));
  if (!authorizer.ok) throw new TryAgainError('WeChat did not tell of the newest grant yet.');
  return authorizer.value;
}

/** R6: where WeChat says that the grant does not hold any more, the account is deauthorized. */
async function authorizerOf(
  { platform, accountGrants }: Services,
  appId: string,
  grant: number,
  correlationId: string,
): Promise<Authorizer> {
  try {
    return await platform.getAuthorizer(appId);
  } catch (error) {
    if (error instanceof NotAuthorizedError) {
      await accountGrants.refused(appId, grant, correlationId);
    }
    throw error;
  }
}
