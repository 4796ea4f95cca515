import type { Vault } from '../../vault/vault.js';
import type { ComponentPlatform } from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';
import type { Executor } from '../deciding/executor.js';
import type { StreamStates } from '../deciding/stream-states.js';
import type { Turns } from '../deciding/turns.js';
import { AccountGrants } from './account-grants.js';
import { AuthorizationPushes } from './authorization-pushes.js';
import { AuthorizationResults } from './authorization-results.js';
import { GrantVault } from './grant-vault.js';
import { OpenResults } from './open-results.js';
import type { AuthorizationNotes } from './notes.js';
import { PreAuthCodes } from './pre-auth-codes.js';
import { Reconciliation, type ReconciliationParts } from './reconciliation.js';

/** What WeChat's grants, results and pushes are dealt with by. */
export interface Authorizations {
  readonly preAuthCodes: PreAuthCodes;
  readonly accounts: AccountGrants;
  readonly results: AuthorizationResults;
  readonly pushes: AuthorizationPushes;
  readonly reconciliation: Reconciliation;
  /** Carries on what a crash, or a WeChat that did not answer, left behind. */
  readonly carryOn: (signal?: AbortSignal) => Promise<void>;
}

export interface AuthorizationsOptions {
  readonly executor: Executor;
  readonly states: StreamStates;
  readonly identities: CommandIdentities;
  readonly platform: ComponentPlatform;
  readonly vault: Vault;
  readonly turns: Turns;
  readonly notes: AuthorizationNotes;
  readonly ourAccounts: ReconciliationParts['ourAccounts'];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function composeAuthorizations(options: AuthorizationsOptions): Authorizations {
  const { executor, states, identities, platform, vault, turns, notes, now } = options;
  const grants = new GrantVault(vault, identities);
  const openResults = new OpenResults(vault, states, now);
  const parts = { executor, states, identities, platform, grants, openResults, turns };
  const preAuthCodes = new PreAuthCodes(vault, identities, now);
  const accounts = new AccountGrants(parts);
  const results = new AuthorizationResults(parts, vault, preAuthCodes, notes, now);
  const pushes = new AuthorizationPushes(parts, vault, accounts, results, preAuthCodes, notes, now);
  const carryOn = async (signal?: AbortSignal): Promise<void> => {
    await results.resume((error) => notes.failed('AUTHORIZATION', error), signal);
    await pushes.resume();
    await preAuthCodes.forgetOld();
  };
  const { ourAccounts } = options;
  const reconciliation = new Reconciliation({ ...parts, accounts, carryOn, ourAccounts, notes });
  return { preAuthCodes, accounts, results, pushes, reconciliation, carryOn };
}
