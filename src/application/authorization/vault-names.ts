/** Where secrets of the QR flow and of grants are kept in the vault (R29). */

/** WeChat's pre-auth code of a run. */
export const preAuthCodeName = (authorizationId: string): string => `pre-auth-code/${authorizationId}`;

/** Which run a pre-auth code belongs to: WeChat's pushes name the code. By a keyed digest of it. */
export const RUNS_OF = 'run-of/';
export const runOfName = (digest: string): string => `${RUNS_OF}${digest}`;

/** What WeChat sent for a claimed run and has not become events yet. */
export const CLAIMS = 'claim/';
export const claimName = (authorizationId: string, claimId: string): string => `${CLAIMS}${authorizationId}/${claimId}`;

/** Pushes that were taken from WeChat and not dealt with yet. */
export const PUSHES = 'push/';
export const pushName = (id: string): string => `${PUSHES}${id}`;

/** Where credentials begin: of all accounts, and of one. */
export const GRANTS = 'grant/';
export const grantsOf = (appId: string): string => `${GRANTS}${appId}/`;

/** Credentials of one numbered grant of an account (R6). */
export const grantName = (appId: string, grant: number): string => `${grantsOf(appId)}${grant}`;

/** By which a grant is known again that another tenant's run brought while the account was deauthorized (R2). */
export const refusedGrantName = (appId: string): string => `refused-grant/${appId}`;
