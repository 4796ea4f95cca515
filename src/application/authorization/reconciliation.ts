import { randomUUID } from 'node:crypto';
import { accountStream } from '../../domain/account/account-stream.js';
import type { AccountState } from '../../domain/account/state.js';
import type { ReconciliationReport } from '../../domain/reconciliation/events.js';
import {
  WeChatConfigurationError,
  WeChatRefusedError,
  WeChatUnavailableError,
  type ListedAuthorizer,
} from '../../wechat/component-platform.js';
import { isReleaseTestAccount } from '../../wechat/release-test-accounts.js';
import { TryAgainError } from '../answer.js';
import { NO_WAIT } from '../deciding/turns.js';
import type { AccountGrants, Cause, Finding, GrantParts } from './account-grants.js';
import type { AuthorizationNotes } from './notes.js';
import { bySystem } from './acting.js';
import { readAuthorizerList } from './authorizer-list.js';

export interface ReconciliationParts extends GrantParts {
  readonly accounts: AccountGrants;
  /** Deals with what has arrived and waits: it may explain what would look wrong. */
  readonly carryOn: () => Promise<void>;
  /** By appId, each once. */
  readonly ourAccounts: () => AsyncIterable<string>;
  readonly notes: Pick<AuthorizationNotes, 'reconciled' | 'unreachable'>;
}

export interface ReconciliationRequest {
  /** Nothing is changed: what would be is reported. */
  readonly dryRun: boolean;
  readonly cause: Cause;
  readonly signal?: AbortSignal;
}

type Kind = Exclude<keyof ReconciliationReport, 'checked'>;

/** Where in the report an account stands. */
const REPORTED: Readonly<Partial<Record<Finding, Kind>>> = {
  AUTHORIZED: 'authorized',
  RESUMED: 'authorized',
  RENEWED: 'renewed',
  DEAUTHORIZED: 'deauthorized',
  CONTESTED: 'contested',
  UNSETTLED: 'unreachable',
  RELEASED: 'released',
  OWNER_UNKNOWN: 'ownerUnknown',
};

/**
 * Compares what we believe with WeChat's list and mends it, account by account, by the same decisions that pushes go
 * through. The list only says where to look: what holds of an account, WeChat is asked at that moment.
 */
export class Reconciliation {
  constructor(private readonly parts: ReconciliationParts) {}

  /** On the installation's own schedule. Nothing happens while another one goes on. */
  async runBySchedule(signal: AbortSignal): Promise<void> {
    const id = randomUUID();
    const request = { dryRun: false, cause: { acting: bySystem(id), reactsTo: ['reconciliation', id] }, signal };
    let hasBegun = false as boolean;
    const begin = (): void => {
      hasBegun = true;
    };
    try {
      await this.#inTurn(request, begin);
    } catch (error) {
      // What kept this one from its end is told: only another one that goes on is no failure.
      if (hasBegun || !(error instanceof TryAgainError)) throw error;
    }
  }

  /** @throws WeChatRefusedError, WeChatUnavailableError; TryAgainError while another one goes on */
  run(request: ReconciliationRequest): Promise<ReconciliationReport> {
    return this.#inTurn(request);
  }

  #inTurn(request: ReconciliationRequest, begun = (): void => undefined): Promise<ReconciliationReport> {
    const work = (): Promise<ReconciliationReport> => {
      begun();
      return this.#run(request);
    };
    return this.parts.turns.run('reconciliation', work, { patience: NO_WAIT });
  }

  async #run(request: ReconciliationRequest): Promise<ReconciliationReport> {
    const { carryOn, ourAccounts, platform, notes } = this.parts;
    if (!request.dryRun) await carryOn();
    const listed = new Map(await readAuthorizerList(platform));
    const found = new Map<string, readonly Kind[]>();
    const look = async (appId: string, authorizer: ListedAuthorizer | null): Promise<void> => {
      if (!request.signal?.aborted) found.set(appId, await this.#look(appId, authorizer, request));
    };
    for await (const appId of ourAccounts()) {
      await look(appId, listed.get(appId) ?? null);
      listed.delete(appId);
    }
    for (const [appId, authorizer] of listed) if (!isReleaseTestAccount(appId)) await look(appId, authorizer);
    const report = reportOf(found);
    if (!request.dryRun) notes.reconciled(report);
    return report;
  }

  async #look(
    appId: string,
    listed: ListedAuthorizer | null,
    { dryRun, cause }: ReconciliationRequest,
  ): Promise<readonly Kind[]> {
    const { accounts, states, notes } = this.parts;
    const { state } = await states.fresh(accountStream, appId);
    if (listed === null && state.status !== 'AUTHORIZED') return [];
    if (listed !== null && (await this.#isKnown(state, listed))) return [];
    try {
      const finding = dryRun ? await accounts.foresee(appId, listed) : await accounts.follow(appId, cause, listed);
      const reported = REPORTED[finding];
      const isServed = reported === undefined || reported === 'authorized' || reported === 'renewed';
      const lacks = listed?.refreshToken === null && state.owner !== null && isServed;
      return [...(reported === undefined ? [] : [reported]), ...(lacks ? ['withoutCredentials' as const] : [])];
    } catch (error) {
      // Where the platform itself is refused, it is no use to go on.
      if (error instanceof WeChatConfigurationError) throw error;
      if (!isOfOneAccount(error)) throw error;
      notes.unreachable(appId, error);
      return ['unreachable'];
    }
  }

  /** Whether what WeChat lists is the grant that we have credentials of. */
  async #isKnown(account: AccountState, { refreshToken }: ListedAuthorizer): Promise<boolean> {
    const kept = await this.parts.grants.credentialsOf(account);
    return refreshToken !== null && kept?.refreshToken === refreshToken;
  }
}

/** What keeps one account from being looked at, and none of the others. */
const isOfOneAccount = (error: unknown): boolean =>
  error instanceof WeChatRefusedError || error instanceof WeChatUnavailableError || error instanceof TryAgainError;

function reportOf(found: ReadonlyMap<string, readonly Kind[]>): ReconciliationReport {
  const where = (kind: Kind): readonly string[] =>
    [...found]
      .filter(([, kinds]) => kinds.includes(kind))
      .map(([appId]) => appId)
      .sort();
  return {
    checked: found.size,
    authorized: where('authorized'),
    renewed: where('renewed'),
    deauthorized: where('deauthorized'),
    ownerUnknown: where('ownerUnknown'),
    released: where('released'),
    contested: where('contested'),
    withoutCredentials: where('withoutCredentials'),
    unreachable: where('unreachable'),
  };
}
