import { authorizationStream } from '../../domain/authorization/authorization-stream.js';
import { decideStartAuthorization } from '../../domain/authorization/start-authorization.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateAuthorizeAccount } from '../../domain/values/inputs/account-inputs.js';
import { factsOf } from '../facts.js';
import { asRefusalOfWeChat } from '../wechat-refusal.js';
import { commandHandler } from './command-handler.js';
import { newAuthorizationId } from './random-ids.js';
import type { Services } from './services.js';

/** R1: asks WeChat for a pre-auth code, keeps it in the vault, and starts a run. */
export const authorizeAccount = (services: Services) =>
  commandHandler(services, {
    name: 'AuthorizeAccount',
    actor: 'TENANT',
    validate: (input) => validateAuthorizeAccount(input, (origin) => services.returnOrigins.includes(origin)),
    prepare: async ({ tenantId, identity, input }) => {
      const result = (events: Parameters<typeof factsOf>[0]) => {
        const [started] = factsOf(events, 'AuthorizationStarted');
        if (started === undefined) throw new Error('An authorization was accepted without being started.');
        return { authorizationId: started.authorizationId };
      };
      // Asked before WeChat is: a repeated command must not spend another pre-auth code.
      const repeated = await services.executor.repeated({ identity, result });
      if (repeated !== null) return { answer: repeated };
      const preAuth = await asRefusalOfWeChat(() => services.platform.createPreAuthCode());
      if (!preAuth.ok) return { answer: preAuth };
      const authorizationId = newAuthorizationId();
      const { code, expiresAt } = preAuth.value;
      await services.preAuthCodes.keep(authorizationId, code, expiresAt);
      return {
        writes: [streamOf(authorizationStream, authorizationId)],
        load: (view) => view.state(authorizationStream, authorizationId),
        decide: (authorization) =>
          decideStartAuthorization({
            authorization,
            tenantId,
            authorizationId,
            expiresAt,
            returnUrl: input.returnUrl,
          }),
        result,
      };
    },
  });
