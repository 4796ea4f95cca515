import { randomUUID } from 'node:crypto';
import { accountStream } from '../../domain/account/account-stream.js';
import { decideDeauthorize, type AskWeChat } from '../../domain/account/deauthorize.js';
import type { AccountState } from '../../domain/account/state.js';
import { decideTakeGrant, type FinishedRun } from '../../domain/account/take-grant.js';
import { UNCHANGED, type Decision } from '../../domain/decision.js';
import { streamOf } from '../../domain/stream-kind.js';
import {
  NotAnOfficialAccountError,
  NotAuthorizedError,
  type ComponentPlatform,
} from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';
import type { Acting, Executor } from '../deciding/executor.js';
import type { StreamStates } from '../deciding/stream-states.js';
import type { Turns } from '../deciding/turns.js';
import { fromWeChat } from './acting.js';
import { foundGrant, NOTHING_BROUGHT, type Brought, type FoundGrant } from './found-grant.js';
import type { GrantVault } from './grant-vault.js';
import type { OpenResults } from './open-results.js';
import { turnOfAccount } from './turn-names.js';

export interface Cause {
  readonly acting: Acting;
  /** Names what is reacted to: the same words name the same reaction. */
  readonly reactsTo: readonly string[];
}

/** What WeChat's answer about an account means. */
export type Finding =
  | 'AS_KNOWN'
  /** A new tenure, of the tenant whose run it was (R1). */
  | 'AUTHORIZED'
  /** A grant that is new to us, in place of the one that we had. */
  | 'RENEWED'
  | 'RESUMED'
  | 'DEAUTHORIZED'
  /** WeChat has granted by another tenant's run, while the owner's grant is cancelled: nothing resumes (R2). */
  | 'CONTESTED'
  /** WeChat lists a grant, and a run or push that is not dealt with yet may tell that it is another tenant's (R2). */
  | 'UNSETTLED'
  /** WeChat has granted what nobody owns: not any more (R7), or not that we know of. */
  | 'RELEASED'
  | 'OWNER_UNKNOWN'
  | 'NOT_GRANTED'
  | 'NOT_AN_OFFICIAL_ACCOUNT';

export interface GrantParts {
  readonly executor: Executor;
  readonly states: StreamStates;
  readonly identities: CommandIdentities;
  readonly platform: ComponentPlatform;
  readonly grants: GrantVault;
  readonly openResults: OpenResults;
  readonly turns: Turns;
}

interface Asked {
  readonly account: AccountState;
  readonly found: FoundGrant | null;
  readonly finding: Finding;
  readonly decide: (account: AccountState) => Decision | AskWeChat;
}

/** Brings an account to what WeChat says of it now (R1, R6). All: @throws WeChatUnavailableError, TryAgainError */
export class AccountGrants {
  constructor(private readonly parts: GrantParts) {}

  /** Asks WeChat and follows it. */
  follow(appId: string, cause: Cause, listed: Brought['listed'] = null): Promise<Finding> {
    return this.#inTurn(appId, () => this.#follow(appId, cause, null, { ...NOTHING_BROUGHT, listed }));
  }

  /** What `follow` would find. Changes nothing. */
  async foresee(appId: string, listed: Brought['listed'] = null): Promise<Finding> {
    return (await this.#ask(appId, null, { ...NOTHING_BROUGHT, listed }, null)).finding;
  }

  /** A grant that no waiting run takes: `run` is the finished one that it came from, where that is known. */
  take(appId: string, cause: Cause, run: FinishedRun | null, brought: Brought): Promise<Finding> {
    return this.#inTurn(appId, () => this.#follow(appId, cause, run, brought));
  }

  /** R6: the administrator cancelled, at a time of WeChat's own. Where times do not tell, WeChat is asked. */
  cancelled(appId: string, cancelledAt: string, cause: Cause): Promise<Finding> {
    return this.#inTurn(appId, async () => {
      const done = await this.#execute('DeauthorizeAccount', appId, cause, (account) =>
        decideDeauthorize({ account, cancelledAt, deadGrant: null }),
      );
      if (done === 'ask-wechat') return this.#follow(appId, cause, null, NOTHING_BROUGHT, cancelledAt);
      return done === 'written' ? 'DEAUTHORIZED' : 'AS_KNOWN';
    });
  }

  /** WeChat refused to serve this grant: it is asked once more, and followed. */
  refused(
    appId: string,
    grant: number,
    correlationId: string = randomUUID(),
    listed: Brought['listed'] = null,
  ): Promise<Finding> {
    const cause = { acting: fromWeChat(correlationId), reactsTo: ['refusal', randomUUID()] };
    return this.#inTurn(appId, async () => {
      const { state } = await this.parts.states.fresh(accountStream, appId);
      if (state.status !== 'AUTHORIZED' || state.grant !== grant) return 'AS_KNOWN';
      return this.#follow(appId, cause, null, { ...NOTHING_BROUGHT, listed });
    });
  }

  #inTurn(appId: string, work: () => Promise<Finding>): Promise<Finding> {
    return this.parts.turns.run(turnOfAccount(appId), work);
  }

  async #follow(
    appId: string,
    cause: Cause,
    run: FinishedRun | null,
    brought: Brought,
    cancelledAt: string | null = null,
  ): Promise<Finding> {
    const { grants, states } = this.parts;
    const { found, finding, decide } = await this.#ask(appId, run, brought, cancelledAt);
    if (found === null) {
      await this.#execute('DeauthorizeAccount', appId, cause, decide);
      return finding;
    }
    await this.#execute('TakeGrant', appId, cause, decide);
    if (finding === 'CONTESTED') await grants.rememberRefused(appId, found.credentials);
    else await grants.keep((await states.fresh(accountStream, appId)).state, found.credentials);
    return finding;
  }

  async #ask(appId: string, run: FinishedRun | null, brought: Brought, cancelledAt: string | null): Promise<Asked> {
    const { platform, grants, states } = this.parts;
    const { state: account } = await states.fresh(accountStream, appId);
    try {
      const authorizer = await platform.getAuthorizer(appId);
      const found = foundGrant(appId, account, await grants.credentialsOf(account), authorizer, brought);
      if (run === null && (await this.#isUnsettled(account, found, brought))) {
        return { account, found, finding: 'UNSETTLED', decide: () => UNCHANGED };
      }
      const wasRefused = await grants.wasRefused(appId, found.credentials);
      const decide = (state: AccountState): Decision =>
        decideTakeGrant({ account: state, granted: found, run, wasRefused });
      return { account, found, decide, finding: findingOf(account, run, wasRefused, decide(account)) };
    } catch (error) {
      if (error instanceof NotAnOfficialAccountError) {
        return { account, found: null, finding: 'NOT_AN_OFFICIAL_ACCOUNT', decide: () => UNCHANGED };
      }
      if (!(error instanceof NotAuthorizedError)) throw error;
      const decide = (state: AccountState): Decision | AskWeChat =>
        decideDeauthorize({ account: state, cancelledAt, deadGrant: account.grant });
      return {
        account,
        found: null,
        finding: account.status === 'AUTHORIZED' ? 'DEAUTHORIZED' : 'NOT_GRANTED',
        decide,
      };
    }
  }

  /** That WeChat lists a grant does not tell by whose run it was (R2). */
  async #isUnsettled(account: AccountState, { credentials }: FoundGrant, { listed }: Brought): Promise<boolean> {
    if (listed === null || account.status !== 'DEAUTHORIZED') return false;
    const isListed = listed.refreshToken === credentials.refreshToken;
    return this.parts.openResults.mayBeAnothers(account, isListed ? listed.grantedAt : null);
  }

  /** Where WeChat would have to be asked first, nothing is written. */
  async #execute(
    command: string,
    appId: string,
    { acting, reactsTo }: Cause,
    decide: (account: AccountState) => Decision | AskWeChat,
  ): Promise<'written' | 'nothing' | 'ask-wechat'> {
    const { executor, identities } = this.parts;
    let mustAsk = false as boolean;
    const answer = await executor.execute({
      command,
      identity: identities.ofReaction(command, appId, ...reactsTo),
      acting,
      writes: [streamOf(accountStream, appId)],
      load: (view) => view.state(accountStream, appId),
      decide: (account) => {
        const decision = decide(account);
        mustAsk = decision.kind === 'ask-wechat';
        return decision.kind === 'ask-wechat' ? UNCHANGED : decision;
      },
      result: (events) => events.length > 0,
    });
    if (answer.ok && answer.result) return 'written';
    return mustAsk ? 'ask-wechat' : 'nothing';
  }
}

function findingOf(
  { owner, status }: AccountState,
  run: FinishedRun | null,
  wasRefused: boolean,
  decision: Decision,
): Finding {
  if (owner === null && decision.kind === 'unchanged') return status === 'RELEASED' ? 'RELEASED' : 'OWNER_UNKNOWN';
  const isAnothers = run !== null && owner !== null && run.tenantId !== owner;
  if (status === 'DEAUTHORIZED' && (isAnothers || wasRefused)) return 'CONTESTED';
  const types = decision.kind === 'accepted' ? decision.events.map(({ event }) => event.type) : [];
  if (types.includes('AccountAuthorized')) return 'AUTHORIZED';
  if (types.includes('AccountResumed')) return 'RESUMED';
  return types.includes('AccountGrantRenewed') ? 'RENEWED' : 'AS_KNOWN';
}
