/** Where secrets are kept in the vault (R29). No name holds a secret. */

/** The newest ticket that WeChat has pushed, and the platform's own token. */
export const TICKET = 'component/ticket';
export const COMPONENT_TOKEN = 'component/token';

/** WeChat's pre-auth code of a run, as long as the run is not over. */
export const PRE_AUTH_CODES = 'pre-auth-code/';
export const preAuthCodeName = (authorizationId: string): string => `${PRE_AUTH_CODES}${authorizationId}`;

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

/** What was asked of WeChat about an account's menu, and whose outcome is not known yet (R25). */
export const MENU_OPERATIONS = 'menu-operation/';
export const menuOperationName = (appId: string): string => `${MENU_OPERATIONS}${appId}`;

/** Credentials of an account of WeChat's release test. */
export const RELEASE_TESTS = 'release-test/';
export const releaseTestName = (appId: string): string => `${RELEASE_TESTS}${appId}`;

/** What the simulator knows, where it plays WeChat. */
export const SIMULATED_WORLD = 'simulator/world';

/** Where the process that runs the simulator does so, for the others. */
export const SIMULATOR_ADDRESS = 'simulator/address';
