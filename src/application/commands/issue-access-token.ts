import { decideIssueAccessToken, forService } from '../../domain/access-token/issue-access-token.js';
import { accountStream } from '../../domain/account/account-stream.js';
import { UNCHANGED } from '../../domain/decision.js';
import { validateIssueAccessToken } from '../../domain/values/inputs/account-inputs.js';
import { NOT_AUTHORIZED } from '../../wechat/component-platform.js';
import { TryAgainError, type Answer } from '../answer.js';
import type { Acting } from '../deciding/executor.js';
import type { AccessToken } from '../tokens/access-tokens.js';
import { asRefusalOfWeChat, type FromWeChat } from '../wechat-refusal.js';
import { actingFor, counted } from './command-handler.js';
import type { Commands } from './contract.js';
import type { Services } from './services.js';

const COMMAND = 'IssueAccessToken';
/** How often the account may be authorized anew meanwhile. */
const TRIES = 3;

/**
 * The token broker for services. That a service is given a version of a token is written before it gets it, once: the
 * command is recognised by account, grant, version and service. Checks the account.
 */
export const issueAccessToken = (services: Services): Commands['issueAccessToken'] =>
  counted(services, COMMAND, async (caller, input) => {
    const checked = validateIssueAccessToken(input);
    if (!checked.ok) return { ok: false, refusal: { code: 'INVALID_INPUT', problems: checked.problems } };
    const { appId } = checked.value;
    const acting = await actingFor(services, caller, '');
    for (let tries = 0; tries < TRIES; tries += 1) {
      const standing = forService((await services.states.fresh(accountStream, appId)).state);
      if ('refusal' in standing) return { ok: false, refusal: standing.refusal };
      const token = await tokenOf(services, appId);
      if (!token.ok) return token;
      const answer = await give(services, acting, appId, caller.viewer.subject, token.value);
      if (answer !== 'fetch-anew') return answer;
    }
    throw new TryAgainError('The account keeps being authorized anew.');
  });

async function tokenOf({ accessTokens }: Services, appId: string): Promise<FromWeChat<AccessToken>> {
  const token = await asRefusalOfWeChat(() => accessTokens.get(appId));
  // The administrator has cancelled, and WeChat has not told us yet.
  return !token.ok && token.refusal.code === 'WECHAT_REFUSED' && token.refusal.errcode === NOT_AUTHORIZED
    ? { ok: false, refusal: { code: 'ACCOUNT_NOT_AUTHORIZED', since: null } }
    : token;
}

async function give(
  { executor, identities }: Services,
  acting: Acting,
  appId: string,
  service: string,
  { token, expiresAt, version, grant }: AccessToken,
): Promise<Answer<{ readonly accessToken: string; readonly expiresAt: string }> | 'fetch-anew'> {
  const identity = identities.ofReaction(COMMAND, appId, String(grant), String(version), service);
  const result = (): { readonly accessToken: string; readonly expiresAt: string } => ({
    accessToken: token,
    expiresAt,
  });
  const given = await executor.repeated({ identity, result });
  if (given !== null) return given;
  let fetchAnew = false as boolean;
  const answer = await executor.execute({
    command: COMMAND,
    identity,
    acting,
    writes: [],
    load: (view) => view.state(accountStream, appId),
    decide: (account) => {
      const decision = decideIssueAccessToken({ account, commandId: identity.id, grant, tokenVersion: version });
      fetchAnew = decision.kind === 'fetch-anew';
      return decision.kind === 'fetch-anew' ? UNCHANGED : decision;
    },
    result,
  });
  return fetchAnew ? 'fetch-anew' : answer;
}
