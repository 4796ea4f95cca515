import type { AccountProfile } from '../domain/account/events.js';

/** Credentials of one grant. They go into the vault and nowhere else (R29). */
export interface GrantCredentials {
  readonly accessToken: string | null;
  readonly accessTokenExpiresAt: string | null;
  readonly refreshToken: string | null;
}

export interface Grant {
  readonly appId: string;
  /** WeChat's numbers of the permission sets, ascending. */
  readonly permissions: readonly number[];
  readonly credentials: GrantCredentials;
}

/** What WeChat says of an account that authorizes this platform. */
export interface Authorizer {
  readonly profile: AccountProfile;
  /** Null where WeChat left them out. */
  readonly permissions: readonly number[] | null;
  /** Null where WeChat left it out. */
  readonly refreshToken: string | null;
}

/** One grant as WeChat lists it. That it is listed does not prove that it still holds. */
export interface ListedAuthorizer {
  readonly appId: string;
  /** Null while the grant's code was never exchanged. */
  readonly refreshToken: string | null;
  /** WeChat's `auth_time`, ISO 8601. */
  readonly grantedAt: string;
}

export interface AuthorizerPage {
  /** How many there are, on all pages. */
  readonly total: number;
  readonly authorizers: readonly ListedAuthorizer[];
}

/** Most authorizers that WeChat lists at once. */
export const AUTHORIZERS_A_PAGE = 500;

/** WeChat's component platform, as far as it is used. All calls: @throws WeChatRefusedError, WeChatUnavailableError */
export interface ComponentPlatform {
  /** §4.2. */
  createPreAuthCode(): Promise<{ readonly code: string; readonly expiresAt: string }>;
  /** §3.1: what a PC browser opens to be shown the QR code; links to it must stand on our own domain (§3.3). */
  pcAuthorizationUrl(preAuthCode: string, redirectUri: string): string;
  /** §3.1: what WeChat on a phone opens. */
  mobileAuthorizationUrl(preAuthCode: string, redirectUri: string): string;
  /** §4.3. The code is single-use: 61009 or 61010 when it was used or is too old. */
  queryAuthorization(authorizationCode: string): Promise<Grant>;
  /**
   * §4.4. The former access token dies soon; what comes back replaces both tokens that were kept.
   * @throws NotAuthorizedError, WeChatRefusedError 61023 when the refresh token is not the newest grant's
   */
  refreshAccessToken(appId: string, refreshToken: string): Promise<GrantCredentials>;
  /** §4.5. @throws NotAnOfficialAccountError and NotAuthorizedError too */
  getAuthorizer(appId: string): Promise<Authorizer>;
  /** §4.6. `count`: 1–500. Grants may come and go between two pages. */
  listAuthorizers(offset: number, count: number): Promise<AuthorizerPage>;
  /** §4.7: has WeChat push tickets again after it gave up. No harm while it still pushes. */
  startPushTicket(): Promise<void>;
}

/** WeChat answered and said no. `errmsg` is safe to show: it never holds a token. */
export class WeChatRefusedError extends Error {
  readonly code = 'WECHAT_REFUSED';
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(`WeChat refused with ${errcode}: ${errmsg}`);
    this.name = new.target.name;
  }
}

/** WeChat's errcode of an account that does not authorize this platform. */
export const NOT_AUTHORIZED = 61003;

/** The account does not authorize this platform (any more). */
export class NotAuthorizedError extends WeChatRefusedError {
  constructor(
    readonly appId: string,
    errmsg = 'component is not authorized by this account',
  ) {
    super(NOT_AUTHORIZED, errmsg);
  }
}

/** What was authorized is no official account but a mini program: nothing here can be done with it. */
export class NotAnOfficialAccountError extends WeChatRefusedError {
  constructor(readonly appId: string) {
    super(0, `${appId} is a mini program, not an official account`);
  }
}

/** WeChat did not answer, or said that it is busy: ask again later. */
export class WeChatUnavailableError extends Error {
  readonly code = 'WECHAT_UNAVAILABLE';
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * WeChat refuses the platform itself (secret, ticket, whitelisted addresses), whatever is asked of it: the same request
 * may succeed once that has been mended, so for its sender WeChat is unavailable.
 */
export class WeChatConfigurationError extends WeChatUnavailableError {
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
    retryAfterSeconds: number,
  ) {
    super(`WeChat refuses this platform with ${errcode}: ${errmsg}`, retryAfterSeconds);
  }
}
