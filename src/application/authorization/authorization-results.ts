import { accountStream } from '../../domain/account/account-stream.js';
import { authorizationStream } from '../../domain/authorization/authorization-stream.js';
import { decideClaimAuthorization } from '../../domain/authorization/claim-authorization.js';
import { decideCompleteAuthorization } from '../../domain/authorization/complete-authorization.js';
import { decideRefuseAuthorization } from '../../domain/authorization/refuse-authorization.js';
import type { AuthorizationState } from '../../domain/authorization/state.js';
import { streamOf } from '../../domain/stream-kind.js';
import type { Vault } from '../../vault/vault.js';
import { WeChatRefusedError } from '../../wechat/component-platform.js';
import { TryAgainError } from '../answer.js';
import { NO_WAIT } from '../deciding/turns.js';
import { factsOf } from '../facts.js';
import { CLAIMS, claimName } from '../vault-names.js';
import type { GrantParts } from './account-grants.js';
import { fromWeChat } from './acting.js';
import { codeDigest, exchangeOnce } from './authorization-code.js';
import type { Claim, NamedByPush } from './claim.js';
import { foundGrant, type FoundGrant } from './found-grant.js';
import type { AuthorizationNotes } from './notes.js';
import type { PreAuthCodes } from './pre-auth-codes.js';
import { turnOfAccount, turnOfRun } from './turn-names.js';

/** How long a run waits for a push that names its account, when the code was spent and its answer lost in a crash. */
const NAMED_WITHIN_MS = 600_000;

/**
 * WeChat's result of a run (R1): stored before anything is done with it, claimed once by an append to the run's stream,
 * exchanged by the winner, and carried on after a crash at any point.
 */
export class AuthorizationResults {
  constructor(
    private readonly parts: GrantParts,
    private readonly vault: Vault,
    private readonly preAuthCodes: PreAuthCodes,
    private readonly notes: Pick<AuthorizationNotes, 'releasable'>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Takes the code that came with WeChat's redirect, or with its push, which names the account too. Resolves to the run
   * with its outcome; CLAIMED when somebody else is still working on it, or it has to wait.
   *
   * @throws WeChatUnavailableError when WeChat did not answer; the run is carried on later
   */
  async accept(
    authorizationId: string,
    authorizationCode: string,
    correlationId: string,
    push: NamedByPush | null = null,
  ): Promise<AuthorizationState> {
    const claimId = codeDigest(this.parts.identities, authorizationCode);
    const keep = async (): Promise<void> => {
      const claim: Claim = { authorizationCode, correlationId, grant: null };
      // What was kept before a crash knows more.
      await this.vault.replace(claimName(authorizationId, claimId), JSON.stringify(claim), null);
    };
    try {
      await this.parts.turns.run(turnOfRun(authorizationId), async () => {
        const run = await this.#run(authorizationId);
        if (run.status === 'WAITING') {
          await keep();
          await this.#settle(authorizationId, claimId, push);
        } else if (run.status === 'CLAIMED' && run.claimId !== null) {
          await this.#settle(authorizationId, run.claimId, push);
        }
      });
    } catch (error) {
      if (!(error instanceof TryAgainError)) throw error;
      const run = await this.#run(authorizationId);
      // Who has the turn may have died, or bring nothing: the browser does not bring the code again.
      if (run.status === 'WAITING') await keep();
      return run;
    }
    return this.#run(authorizationId);
  }

  /** Carries on what a crash or an unanswered call left behind. Told of each failure; the others go on. */
  async resume(onFailure: (error: unknown) => void, signal?: AbortSignal): Promise<void> {
    for (const name of await this.vault.names(CLAIMS)) {
      if (signal?.aborted) return;
      const [authorizationId, claimId] = name.slice(CLAIMS.length).split('/');
      if (authorizationId === undefined || claimId === undefined) continue;
      const settle = (): Promise<void> => this.#settle(authorizationId, claimId, null);
      try {
        await this.parts.turns.run(turnOfRun(authorizationId), settle, { patience: NO_WAIT });
      } catch (error) {
        if (!(error instanceof TryAgainError)) onFailure(error);
      }
    }
  }

  async #run(authorizationId: string): Promise<AuthorizationState> {
    return (await this.parts.states.fresh(authorizationStream, authorizationId)).state;
  }

  /** Claims the run for what is kept of this claim, and carries it on if the claim has won, now or before a crash. */
  async #settle(authorizationId: string, claimId: string, push: NamedByPush | null): Promise<void> {
    const name = claimName(authorizationId, claimId);
    const kept = await this.vault.get(name);
    if (kept === null) return;
    const claim = JSON.parse(kept) as Claim;
    if (!(await this.#claim(authorizationId, claimId, claim.correlationId))) return this.vault.erase(name);
    const named = { ...claim, push: claim.push ?? push };
    if (await this.#finish(authorizationId, name, named)) {
      await this.preAuthCodes.spent(authorizationId);
      await this.vault.erase(name);
    }
  }

  /** Whether the run is this claim's: its own command, recognised when it is given again. */
  async #claim(authorizationId: string, claimId: string, correlationId: string): Promise<boolean> {
    const { executor, identities } = this.parts;
    const answer = await executor.execute({
      command: 'ClaimAuthorizationResult',
      identity: identities.ofReaction('ClaimAuthorizationResult', authorizationId, claimId),
      acting: fromWeChat(correlationId),
      writes: [streamOf(authorizationStream, authorizationId)],
      load: (view) => view.state(authorizationStream, authorizationId),
      decide: (authorization) => decideClaimAuthorization({ authorization, claimId }),
      result: (events) => events.length > 0,
    });
    return answer.ok && answer.result;
  }

  /** From wherever the claim was left: exchange, decide, keep the credentials. False when it has to wait. */
  async #finish(authorizationId: string, name: string, kept: Claim): Promise<boolean> {
    try {
      const claim = await this.#exchange(name, kept);
      const appId = claim?.grant?.appId ?? claim?.push?.appId;
      if (claim === null || appId === undefined) return false;
      await this.parts.turns.run(turnOfAccount(appId), () => this.#complete(authorizationId, claim, appId));
    } catch (error) {
      if (!(error instanceof WeChatRefusedError)) throw error;
      await this.#refuse(authorizationId, kept, error);
    }
    return true;
  }

  /** Where WeChat's answer was lost, a push names the account and WeChat tells the rest; null while none has come. */
  async #exchange(name: string, claim: Claim): Promise<Claim | null> {
    const { platform } = this.parts;
    const keep = (exchange: Claim): Promise<void> => this.vault.put(name, JSON.stringify(exchange));
    const { kept, lost } = await exchangeOnce(claim.authorizationCode, claim, { platform, keep, now: this.now });
    if (lost === null || (kept.push !== undefined && kept.push !== null)) return kept;
    if (this.now() - Date.parse(kept.askedAt) < NAMED_WITHIN_MS) return null;
    throw lost;
  }

  async #complete(authorizationId: string, claim: Claim, appId: string): Promise<void> {
    const { executor, states, identities, grants } = this.parts;
    const granted = await this.#found(claim, appId);
    const answer = await executor.execute({
      command: 'CompleteAuthorization',
      identity: identities.ofReaction('CompleteAuthorization', authorizationId),
      acting: fromWeChat(claim.correlationId),
      writes: [streamOf(accountStream, appId), streamOf(authorizationStream, authorizationId)],
      load: async (view) => ({
        authorization: await view.state(authorizationStream, authorizationId),
        account: await view.state(accountStream, appId),
      }),
      decide: (both) => decideCompleteAuthorization({ ...both, granted }),
      result: (events) => factsOf(events, 'AuthorizationRefused').some(({ code }) => code !== 'WECHAT_REFUSED'),
    });
    const isAnothers = answer.ok && answer.result;
    const { state: account } = await states.fresh(accountStream, appId);
    if (isAnothers && account.status === 'DEAUTHORIZED') {
      await grants.rememberRefused(appId, granted.credentials);
      this.notes.releasable(appId);
    }
    await grants.keep(account, granted.credentials);
  }

  async #found({ grant, push }: Claim, appId: string): Promise<FoundGrant> {
    const { states, grants, platform } = this.parts;
    const { state: account } = await states.fresh(accountStream, appId);
    const brought = { exchanged: grant, grantedAt: push?.grantedAt ?? null, listed: null };
    const authorizer = await platform.getAuthorizer(appId);
    return foundGrant(appId, account, await grants.credentialsOf(account), authorizer, brought);
  }

  async #refuse(authorizationId: string, { correlationId }: Claim, { errcode, errmsg }: WeChatRefusedError) {
    const { executor, identities } = this.parts;
    await executor.execute({
      command: 'RefuseAuthorization',
      identity: identities.ofReaction('RefuseAuthorization', authorizationId),
      acting: fromWeChat(correlationId),
      writes: [streamOf(authorizationStream, authorizationId)],
      load: (view) => view.state(authorizationStream, authorizationId),
      decide: (authorization) => decideRefuseAuthorization({ authorization, errcode, errmsg }),
      result: () => null,
    });
  }
}
