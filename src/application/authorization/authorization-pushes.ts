import { accountStream } from '../../domain/account/account-stream.js';
import type { StartedAuthorization } from '../../domain/authorization/state.js';
import type { FinishedRun } from '../../domain/account/take-grant.js';
import type { Vault } from '../../vault/vault.js';
import { WeChatRefusedError, type Grant } from '../../wechat/component-platform.js';
import { PUSHES, pushName } from '../vault-names.js';
import type { AccountGrants, Cause, Finding, GrantParts } from './account-grants.js';
import { fromWeChat } from './acting.js';
import { codeDigest, exchangeOnce, saysSpent } from './authorization-code.js';
import type { AuthorizationResults } from './authorization-results.js';
import { Backlog } from './backlog.js';
import { NOTHING_BROUGHT } from './found-grant.js';
import type { AuthorizationPush, GrantPush, KeptPush } from './kept-push.js';
import type { AuthorizationNotes } from './notes.js';
import type { PreAuthCodes } from './pre-auth-codes.js';

type Outcome = Finding | 'OF_ITS_RUN' | 'REFUSED' | 'LATER';

const AT_ONCE = 4;
/** What could not be done for so long is given up: reconciliation mends what it would have brought about. */
const GIVEN_UP_MS = 3 * 24 * 3_600_000;

/** What WeChat's pushes about authorizations bring about (R1, R2, R6): in any order, more than once, after a crash. */
export class AuthorizationPushes {
  readonly #backlog: Backlog;

  constructor(
    private readonly parts: GrantParts,
    private readonly vault: Vault,
    private readonly accounts: AccountGrants,
    private readonly results: AuthorizationResults,
    private readonly preAuthCodes: PreAuthCodes,
    private readonly notes: AuthorizationNotes,
    private readonly now: () => number = Date.now,
  ) {
    this.#backlog = new Backlog(
      (name) => this.#work(name),
      AT_ONCE,
      (error) => notes.failed('AUTHORIZATION', error),
    );
  }

  /** Resolves when it is on disk; what it brings about goes on behind. */
  async take(push: AuthorizationPush, correlationId: string): Promise<void> {
    const name = pushName(this.#idOf(push));
    const takenAt = new Date(this.now()).toISOString();
    const kept: KeptPush = { push, correlationId, takenAt, grant: null };
    // A push that comes again while it is being worked on must not undo what was noted of it.
    await this.vault.replace(name, JSON.stringify(kept), null);
    this.#backlog.add(name);
  }

  /** Carries on what a crash or an unanswered call left behind. Resolves when each was tried. */
  async resume(): Promise<void> {
    for (const name of await this.vault.names(PUSHES)) this.#backlog.add(name);
    await this.#backlog.idle();
  }

  /** Resolves when all that was taken has been tried. */
  idle(): Promise<void> {
    return this.#backlog.idle();
  }

  close(): Promise<void> {
    return this.#backlog.close();
  }

  #idOf(push: AuthorizationPush): string {
    const { identities } = this.parts;
    return push.kind === 'unauthorized'
      ? identities.ofSecret('unauthorized', `${push.appId} ${push.createdAt}`)
      : codeDigest(identities, push.authorizationCode);
  }

  async #work(name: string): Promise<void> {
    const text = await this.vault.get(name);
    if (text === null) return;
    const kept = JSON.parse(text) as KeptPush;
    let outcome: string;
    try {
      outcome = await this.#deal(name, kept);
    } catch (error) {
      if (this.now() - Date.parse(kept.takenAt) < GIVEN_UP_MS) throw error;
      outcome = 'GIVEN_UP';
    }
    if (outcome === 'LATER') return;
    await this.vault.erase(name);
    this.notes.dealtWith(kept.push.kind, outcome);
    if (outcome === 'OWNER_UNKNOWN') this.notes.ownerUnknown(kept.push.appId);
    if (outcome === 'CONTESTED') this.notes.releasable(kept.push.appId);
  }

  #deal(name: string, kept: KeptPush): Promise<Outcome> {
    const { push } = kept;
    if (push.kind === 'unauthorized') {
      return this.accounts.cancelled(push.appId, push.createdAt, this.#causeOf(kept));
    }
    return this.#granted(name, { ...kept, push });
  }

  async #granted(name: string, kept: KeptPush<GrantPush>): Promise<Outcome> {
    const { push, correlationId } = kept;
    const run = await this.#runOf(push, correlationId);
    if (run === null) return this.#withoutWaitingRun(name, kept, null);
    if (run.status === 'WAITING' || run.status === 'CLAIMED') return 'LATER';
    const finished: FinishedRun = { ...run, status: run.status };
    if (run.claimId !== this.#idOf(push)) {
      return this.#withoutWaitingRun(name, kept, finished);
    }
    // Where the run was refused since WeChat's answer was lost, the known owner of the account gets its grant yet.
    return run.refusal === 'WECHAT_REFUSED' ? this.#takeForKnownOwner(kept, finished) : 'OF_ITS_RUN';
  }

  /** The run that the push belongs to, after it was offered the code. */
  async #runOf(push: GrantPush, correlationId: string): Promise<StartedAuthorization | null> {
    const { preAuthCode, authorizationCode, appId, createdAt } = push;
    const authorizationId = preAuthCode === null ? null : await this.preAuthCodes.runOf(preAuthCode);
    if (authorizationId === null) return null;
    const named = { appId, grantedAt: createdAt };
    const run = await this.results.accept(authorizationId, authorizationCode, correlationId, named);
    return run.status === 'NONE' ? null : run;
  }

  /** The run is over with another code, or is not known. */
  async #withoutWaitingRun(name: string, kept: KeptPush<GrantPush>, run: FinishedRun | null): Promise<Outcome> {
    const { appId, createdAt } = kept.push;
    // Nothing would be done with what the code brings, and a redirect may still come for it.
    if (run === null && (await this.#ownerOf(appId)) === null) return 'OWNER_UNKNOWN';
    try {
      const exchanged = await this.#exchange(name, kept);
      const brought = { exchanged, grantedAt: createdAt, listed: null };
      return await this.accounts.take(exchanged?.appId ?? appId, this.#causeOf(kept), run, brought);
    } catch (error) {
      if (saysSpent(error)) return this.#takeForKnownOwner(kept, run);
      if (error instanceof WeChatRefusedError) return 'REFUSED';
      throw error;
    }
  }

  /** Null when the code was spent, by all appearances for us, and the answer lost. */
  async #exchange(name: string, kept: KeptPush<GrantPush>): Promise<Grant | null> {
    const { platform } = this.parts;
    const keep = (exchange: KeptPush): Promise<void> => this.vault.put(name, JSON.stringify(exchange));
    return (await exchangeOnce(kept.push.authorizationCode, kept, { platform, keep, now: this.now })).kept.grant;
  }

  /** The code was spent elsewhere: whether something was missed, WeChat says. */
  async #takeForKnownOwner(kept: KeptPush<GrantPush>, run: FinishedRun | null): Promise<Outcome> {
    const { appId } = kept.push;
    if ((await this.#ownerOf(appId)) === null) return 'AS_KNOWN';
    return this.accounts.take(appId, this.#causeOf(kept), run, NOTHING_BROUGHT);
  }

  async #ownerOf(appId: string): Promise<string | null> {
    return (await this.parts.states.fresh(accountStream, appId)).state.owner;
  }

  #causeOf({ push, correlationId, takenAt }: KeptPush): Cause {
    return { acting: fromWeChat(correlationId), reactsTo: [this.#idOf(push), takenAt] };
  }
}
