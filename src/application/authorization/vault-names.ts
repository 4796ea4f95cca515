/** Where secrets of the QR flow and of grants are kept in the vault (R29). */

/** WeChat's pre-auth code of a run. */
export const preAuthCodeName = (authorizationId: string): string => `pre-auth-code/${authorizationId}`;

/** What WeChat sent for a claimed run and has not become events yet. */
export const CLAIMS = 'claim/';
export const claimName = (authorizationId: string): string => `${CLAIMS}${authorizationId}`;

/** Credentials of one numbered grant of an account (R6). */
export const grantName = (appId: string, grant: number): string => `grant/${appId}/${grant}`;
