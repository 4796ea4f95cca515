import { randomUUID } from 'node:crypto';
import { bySystem } from '../../src/application/authorization/acting.js';
import { accountStream } from '../../src/domain/account/account-stream.js';
import { decideReleaseAccount } from '../../src/domain/account/release-account.js';
import { authorizationStream } from '../../src/domain/authorization/authorization-stream.js';
import { decideStartAuthorization } from '../../src/domain/authorization/start-authorization.js';
import { streamOf } from '../../src/domain/stream-kind.js';
import { tenantStream } from '../../src/domain/tenant/tenant-stream.js';
import type { Process } from './installation.js';

export interface StartedRun {
  readonly id: string;
  /** WeChat's pre-auth code. */
  readonly code: string;
}

/** What tenants do here, as their commands do it. */
export async function startRun(process: Process, tenantId: string): Promise<StartedRun> {
  const { code, expiresAt } = await process.platform.createPreAuthCode();
  const id = randomUUID();
  await process.authorizations.preAuthCodes.keep(id, code, expiresAt);
  await process.executor.execute({
    ...byItself(process, 'AuthorizeAccount'),
    writes: [streamOf(authorizationStream, id)],
    load: (view) => view.state(authorizationStream, id),
    decide: (authorization) =>
      decideStartAuthorization({ authorization, tenantId, authorizationId: id, expiresAt, returnUrl: null }),
    result: () => null,
  });
  return { id, code };
}

/** R7: an owner gives up what is in no use; nothing happens where there is none. */
export async function release(process: Process, appId: string): Promise<void> {
  const { state } = await process.states.fresh(accountStream, appId);
  const tenantId = state.owner;
  if (tenantId === null) return;
  await process.executor.execute({
    ...byItself(process, 'ReleaseAccount'),
    writes: [streamOf(accountStream, appId)],
    load: async (view) => ({
      account: await view.state(accountStream, appId),
      tenant: await view.state(tenantStream, tenantId),
    }),
    decide: (states) => decideReleaseAccount({ ...states, tenantId }),
    result: () => null,
  });
}

const byItself = ({ identities }: Process, command: string) => ({
  command,
  identity: identities.ofReaction(command, randomUUID()),
  acting: bySystem(randomUUID()),
});
