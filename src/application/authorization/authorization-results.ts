import { randomUUID } from 'node:crypto';
import { accountStream } from '../../domain/account/account-stream.js';
import { authorizationStream } from '../../domain/authorization/authorization-stream.js';
import { decideClaimAuthorization } from '../../domain/authorization/claim-authorization.js';
import { decideCompleteAuthorization, type GrantedAccount } from '../../domain/authorization/complete-authorization.js';
import { decideRefuseAuthorization } from '../../domain/authorization/refuse-authorization.js';
import type { DomainEvent } from '../../domain/event.js';
import { streamOf } from '../../domain/stream-kind.js';
import type { Vault } from '../../vault/vault.js';
import {
  WeChatRefusedError,
  type ComponentPlatform,
  type Grant,
  type GrantCredentials,
} from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';
import { factsOf } from '../commands/events.js';
import type { Acting, Executor } from '../deciding/executor.js';
import type { StreamStates } from '../deciding/stream-states.js';
import { CLAIMS, claimName, grantName, preAuthCodeName } from './vault-names.js';

/** What is kept of a claimed run until it has become events: encrypted, in the vault. */
interface Claim {
  readonly authorizationCode: string;
  readonly correlationId: string;
  /** What WeChat gave for the code, once; null while it was not asked or its answer did not reach the disk. */
  readonly grant: Grant | null;
}

/**
 * WeChat's result of a run (R1): stored before anything is done with it, claimed once by an append to the run's stream,
 * exchanged by the winner, and carried on after a crash at any point.
 */
export class AuthorizationResults {
  readonly #working = new Set<string>();

  constructor(
    private readonly executor: Executor,
    private readonly states: StreamStates,
    private readonly identities: CommandIdentities,
    private readonly platform: ComponentPlatform,
    private readonly vault: Vault,
    /** Told of an account whose owner has cancelled in WeChat and which another tenant wants (R2): a note for a person. */
    private readonly onReleasable: (appId: string) => void,
  ) {}

  /**
   * Takes the code that came with WeChat's redirect. Resolves when the run has its outcome, or when another claim is
   * still working on it.
   *
   * @throws WeChatUnavailableError when WeChat did not answer; the run is carried on later
   */
  async accept(authorizationId: string, authorizationCode: string, correlationId: string): Promise<void> {
    const { state } = await this.states.fresh(authorizationStream, authorizationId);
    if (state.status !== 'WAITING') return;
    const claimId = randomUUID();
    const name = `${claimName(authorizationId)}/${claimId}`;
    await this.#keep(name, { authorizationCode, correlationId, grant: null });
    await this.#settle(authorizationId, claimId, name);
  }

  /** Carries on what a crash or an unanswered call left behind. Told of each failure; the others go on. */
  async resume(onFailure: (error: unknown) => void, signal?: AbortSignal): Promise<void> {
    for (const name of await this.vault.names(CLAIMS)) {
      if (signal?.aborted) return;
      const [authorizationId, claimId] = name.slice(CLAIMS.length).split('/');
      if (authorizationId === undefined || claimId === undefined) continue;
      try {
        await this.#settle(authorizationId, claimId, name);
      } catch (error) {
        onFailure(error);
      }
    }
  }

  /**
   * Claims the run for what is kept under the name, and carries it on if the claim has won, now or before a crash. One at
   * a time in this process: what is being worked on is left alone.
   */
  async #settle(authorizationId: string, claimId: string, name: string): Promise<void> {
    if (this.#working.has(name)) return;
    this.#working.add(name);
    try {
      const kept = await this.vault.get(name);
      if (kept === null) return;
      const claim = JSON.parse(kept) as Claim;
      if (await this.#claim(authorizationId, claimId, claim.correlationId)) {
        await this.#finish(authorizationId, name, claim);
      } else {
        await this.vault.erase(name);
      }
    } finally {
      this.#working.delete(name);
    }
  }

  /** Whether the run is this claim's: its own command, recognised when it is given again. */
  async #claim(authorizationId: string, claimId: string, correlationId: string): Promise<boolean> {
    const answer = await this.executor.execute({
      command: 'ClaimAuthorizationResult',
      identity: this.identities.ofReaction('ClaimAuthorizationResult', authorizationId, claimId),
      acting: fromWeChat(correlationId),
      writes: [streamOf(authorizationStream, authorizationId)],
      load: (view) => view.state(authorizationStream, authorizationId),
      decide: (authorization) => decideClaimAuthorization({ authorization, claimId }),
      result: (events) => events.length > 0,
    });
    return answer.ok && answer.result;
  }

  /** From wherever the claim was left: exchange, decide, keep the credentials under their grant's number, forget. */
  async #finish(authorizationId: string, name: string, claim: Claim): Promise<void> {
    try {
      const grant = claim.grant ?? (await this.platform.queryAuthorization(claim.authorizationCode));
      // The code cannot be exchanged twice: what it brought is on disk before anything else is tried.
      if (claim.grant === null) await this.#keep(name, { ...claim, grant });
      const { profile, permissions } = await this.platform.getAuthorizer(grant.appId);
      const { appId, credentials } = grant;
      const granted = { appId, profile, permissions: permissions ?? grant.permissions, grantedAt: null };
      await this.#complete(authorizationId, claim, granted, credentials);
    } catch (error) {
      if (!(error instanceof WeChatRefusedError)) throw error;
      await this.#refuse(authorizationId, claim, error);
    }
    await this.vault.erase(preAuthCodeName(authorizationId));
    await this.vault.erase(name);
  }

  async #complete(
    authorizationId: string,
    { correlationId }: Claim,
    granted: GrantedAccount,
    credentials: GrantCredentials,
  ): Promise<void> {
    const answer = await this.executor.execute({
      command: 'CompleteAuthorization',
      identity: this.identities.ofReaction('CompleteAuthorization', authorizationId),
      acting: fromWeChat(correlationId),
      writes: [streamOf(accountStream, granted.appId), streamOf(authorizationStream, authorizationId)],
      load: async (view) => ({
        authorization: await view.state(authorizationStream, authorizationId),
        account: await view.state(accountStream, granted.appId),
      }),
      decide: (states) => decideCompleteAuthorization({ ...states, granted }),
      result: (events) => ({ kept: grantOf(events), refused: factsOf(events, 'AuthorizationRefused').length > 0 }),
    });
    if (!answer.ok) return;
    const { kept, refused } = answer.result;
    if (refused && (await this.#isDeauthorized(granted.appId))) this.onReleasable(granted.appId);
    if (kept !== null) {
      await this.vault.put(grantName(granted.appId, kept), JSON.stringify(credentials));
    }
  }

  async #isDeauthorized(appId: string): Promise<boolean> {
    return (await this.states.cached(accountStream, appId)).state.status === 'DEAUTHORIZED';
  }

  async #refuse(authorizationId: string, { correlationId }: Claim, { errcode, errmsg }: WeChatRefusedError) {
    await this.executor.execute({
      command: 'RefuseAuthorization',
      identity: this.identities.ofReaction('RefuseAuthorization', authorizationId),
      acting: fromWeChat(correlationId),
      writes: [streamOf(authorizationStream, authorizationId)],
      load: (view) => view.state(authorizationStream, authorizationId),
      decide: (authorization) => decideRefuseAuthorization({ authorization, errcode, errmsg }),
      result: () => null,
    });
  }

  async #keep(name: string, claim: Claim): Promise<void> {
    await this.vault.put(name, JSON.stringify(claim));
  }
}

/** Number of the grant whose credentials are to be kept; null where nothing is kept (R2). */
function grantOf(events: readonly DomainEvent[]): number | null {
  const [grant] = [
    ...factsOf(events, 'AccountAuthorized'),
    ...factsOf(events, 'AccountGrantRenewed'),
    ...factsOf(events, 'AccountResumed'),
  ];
  return grant?.grant ?? null;
}

/**
 * WeChat tells of what its user did. No tenant acts: an owner whose account another tenant scanned must not learn from
 * the actor who that was (R2, R27).
 */
const fromWeChat = (correlationId: string): Acting => ({
  actor: '',
  actorKind: 'WECHAT',
  actorTenant: '',
  correlationId,
  causationId: '',
});
