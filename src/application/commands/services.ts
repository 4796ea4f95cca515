import type { RefusalCode } from '../../domain/refusal.js';
import type { Directory } from '../../people/directory.js';
import type { ComponentPlatform } from '../../wechat/component-platform.js';
import type { AccountGrants } from '../authorization/account-grants.js';
import type { Reconciliation } from '../authorization/reconciliation.js';
import type { PreAuthCodes } from '../authorization/pre-auth-codes.js';
import type { CommandIdentities } from '../command-identity.js';
import type { Executor } from '../deciding/executor.js';
import type { StreamStates } from '../deciding/stream-states.js';
import type { LookUps } from '../look-ups.js';
import type { MenuOperations } from '../menus/menu-operations.js';
import type { GuessLimiter } from '../share-codes/guess-limiter.js';
import type { ShareCodeSecrets } from '../share-codes/share-code-secrets.js';
import type { AccessTokens } from '../tokens/access-tokens.js';

/** Accepted (also when it is repeated or changes nothing), refused, to be sent again, or failed by an error. */
export type Outcome = 'ACCEPTED' | RefusalCode | 'TRY_AGAIN' | 'FAILED';

/** What commands work with. */
export interface Services {
  readonly executor: Executor;
  readonly states: StreamStates;
  readonly identities: CommandIdentities;
  readonly directory: Directory;
  readonly lookUps: LookUps;
  readonly shareCodeSecrets: ShareCodeSecrets;
  readonly guessLimiter: GuessLimiter;
  readonly platform: ComponentPlatform;
  readonly accessTokens: Pick<AccessTokens, 'get'>;
  readonly preAuthCodes: PreAuthCodes;
  readonly accountGrants: AccountGrants;
  readonly menus: MenuOperations;
  readonly reconciliation: Reconciliation;
  /** Origins that a browser may be sent back to after an authorization, e.g. `https://console.example.com`. */
  readonly returnOrigins: readonly string[];
  /** Told what became of each command. */
  readonly onOutcome: (command: string, outcome: Outcome) => void;
}
