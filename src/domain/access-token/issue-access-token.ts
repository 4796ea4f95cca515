import { tenureOf, unauthorizedRefusal, type Tenure } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { Refusal } from '../refusal.js';
import { toAccessToken } from './access-token-stream.js';

export interface IssueAccessToken {
  readonly account: AccountState;
  /** Id of the command: another one for each service and version of a token. */
  readonly commandId: string;
  /** Number of the grant that the token comes from. */
  readonly grant: number;
  readonly tokenVersion: number;
}

/** The token comes from a grant that is not the account's newest one any more: another one is to be fetched. */
export interface FetchAnew {
  readonly kind: 'fetch-anew';
}

/** Services act for any tenant's account, as long as it is authorized. */
export function forService(account: AccountState): { readonly tenure: Tenure } | { readonly refusal: Refusal } {
  const tenure = tenureOf(account);
  if (tenure === null) return { refusal: { code: 'ACCOUNT_NOT_FOUND' } };
  const refusal = unauthorizedRefusal(account);
  return refusal === null ? { tenure } : { refusal };
}

/** A service is about to be given a version of a token that it was not given before. */
export function decideIssueAccessToken(input: IssueAccessToken): Decision | FetchAnew {
  const { account, commandId, grant, tokenVersion } = input;
  const standing = forService(account);
  if ('refusal' in standing) return refuse(standing.refusal);
  if (account.grant !== grant) return { kind: 'fetch-anew' };
  const data = { ...standing.tenure, grant, tokenVersion };
  return accept([toAccessToken(commandId, { type: 'AccessTokenIssued', data })]);
}
