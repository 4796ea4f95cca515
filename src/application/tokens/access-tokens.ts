import { LRUCache } from 'lru-cache';
import type { AccountState } from '../../domain/account/state.js';
import type { AccountToken, AccountTokens } from '../../wechat/account-tokens.js';
import { authorizerPages } from '../../wechat/authorizer-pages.js';
import {
  NotAuthorizedError,
  WeChatRefusedError,
  WeChatUnavailableError,
  type ComponentPlatform,
  type GrantCredentials,
  type ListedAuthorizer,
} from '../../wechat/component-platform.js';
import { grantName } from '../vault-names.js';
import { KeptToken, type GoodToken, type TokenKeeping } from './kept-token.js';

export interface AccessToken extends GoodToken, AccountToken {}

export interface AccessTokensOptions extends TokenKeeping {
  readonly platform: Pick<ComponentPlatform, 'refreshAccessToken' | 'getAuthorizer' | 'listAuthorizers'>;
  /** The account as it is now. */
  readonly account: (appId: string) => Promise<Pick<AccountState, 'status' | 'grant'>>;
  /**
   * Told when WeChat says that a grant does not hold any more, or has another one of this account: the credentials that
   * are kept open nothing. `listed`: what WeChat's list says, where it was read.
   */
  readonly onNotAuthorized: (appId: string, grant: number, listed: ListedAuthorizer | null) => void;
}

/** Refresh tokens that WeChat does not take: superseded or missing; expired. */
const REFRESH_TOKEN_REFUSED: ReadonlySet<number> = new Set([61023, 42002]);
/** After WeChat refused a grant another token, it is not asked again for this long, milliseconds. */
const PAUSE_MS = 60_000;
/** After a refused token was dropped, the next one of that grant is kept for this long, refused or not, milliseconds. */
const REFUSED_PAUSE_MS = 10_000;
/** A newer grant is taken over in about this time. */
const AGAIN_SECONDS = 2;
/** Grants whose renewals are remembered. */
const REMEMBERED = 10_000;

/** WeChat has another grant of this account than the one whose credentials are kept. */
class SupersededError extends WeChatUnavailableError {
  constructor(readonly listed: ListedAuthorizer | null) {
    super('The account was authorized anew, and its new grant is not known here yet.', AGAIN_SECONDS);
  }
}

type RefusedGrant = WeChatRefusedError | SupersededError;

/**
 * The token broker: access tokens to act in the name of authorized accounts, from the credentials of their newest grant
 * in the vault (wechat protocol §4.10), whichever process asks.
 */
export class AccessTokens implements AccountTokens {
  readonly #kept = new LRUCache<string, KeptToken<GrantCredentials>>({ max: REMEMBERED });
  /** What WeChat said of a grant that it gives no token, and until when it is not asked again. */
  readonly #pauses = new LRUCache<string, { readonly error: RefusedGrant; readonly until: number }>({
    max: REMEMBERED,
  });
  /** The token of a grant that was dropped last, and until when no other is. */
  readonly #dropped = new LRUCache<string, { readonly token: string; readonly until: number }>({ max: REMEMBERED });

  constructor(private readonly options: AccessTokensOptions) {}

  /**
   * A token with some minutes left, as long as WeChat answers.
   * @throws NotAuthorizedError, also where the account is not authorized here; WeChatRefusedError, WeChatUnavailableError
   */
  async get(appId: string): Promise<AccessToken> {
    const { status, grant } = await this.options.account(appId);
    if (status !== 'AUTHORIZED') throw new NotAuthorizedError(appId);
    const refusal = this.#pausedBy(appId, grant);
    if (refusal instanceof NotAuthorizedError) throw refusal;
    return { ...(await this.#keptOf(appId, grant).get()), grant };
  }

  async refused(appId: string, { grant, token }: AccountToken): Promise<boolean> {
    const name = grantName(appId, grant);
    const now = this.options.clock();
    const last = this.#dropped.get(name);
    if (last?.token !== token) {
      // Refreshing costs quota; if WeChat takes none of the tokens that it makes, another one does not help.
      if (last !== undefined && now < last.until) return false;
      this.#dropped.set(name, { token, until: now + REFUSED_PAUSE_MS });
    }
    await this.#keptOf(appId, grant).refused(token);
    return true;
  }

  notAuthorized(appId: string, { grant }: Pick<AccountToken, 'grant'>): void {
    this.#pause(appId, grant, new NotAuthorizedError(appId));
    this.options.onNotAuthorized(appId, grant, null);
  }

  #pause(appId: string, grant: number, error: RefusedGrant): void {
    this.#pauses.set(grantName(appId, grant), { error, until: this.options.clock() + PAUSE_MS });
  }

  #pausedBy(appId: string, grant: number): RefusedGrant | null {
    const pause = this.#pauses.get(grantName(appId, grant));
    return pause !== undefined && this.options.clock() < pause.until ? pause.error : null;
  }

  #keptOf(appId: string, grant: number): KeptToken<GrantCredentials> {
    const name = grantName(appId, grant);
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const kept = new KeptToken<GrantCredentials>(this.options, {
      name,
      renew: (stored) => this.#renew(appId, grant, stored),
      isWanted: async () => {
        const now = await this.options.account(appId);
        return now.status === 'AUTHORIZED' && now.grant === grant;
      },
    });
    this.#kept.set(name, kept);
    return kept;
  }

  async #renew(appId: string, grant: number, stored: GrantCredentials | null): Promise<GrantCredentials> {
    const refusal = this.#pausedBy(appId, grant);
    if (refusal !== null) throw refusal;
    try {
      const known = stored?.refreshToken ?? null;
      return (known === null ? null : await this.#refresh(appId, known)) ?? (await this.#reload(appId, known));
    } catch (error) {
      if (error instanceof WeChatRefusedError || error instanceof SupersededError) this.#pause(appId, grant, error);
      if (error instanceof NotAuthorizedError) this.options.onNotAuthorized(appId, grant, null);
      if (error instanceof SupersededError) this.options.onNotAuthorized(appId, grant, error.listed);
      throw error;
    }
  }

  /** Null when WeChat does not take the refresh token. */
  async #refresh(appId: string, refreshToken: string): Promise<GrantCredentials | null> {
    try {
      return await this.options.platform.refreshAccessToken(appId, refreshToken);
    } catch (error) {
      if (error instanceof WeChatRefusedError && REFRESH_TOKEN_REFUSED.has(error.errcode)) return null;
      throw error;
    }
  }

  /**
   * With the refresh token that WeChat itself tells, once (§4.6); without one the administrator has to authorize again.
   * Another one than was kept belongs to a newer grant, which gets a number of its own (R6).
   */
  async #reload(appId: string, known: string | null): Promise<GrantCredentials> {
    const { refreshToken } = await this.options.platform.getAuthorizer(appId);
    const listed = refreshToken === null ? await this.#listed(appId) : null;
    const told = refreshToken ?? listed?.refreshToken ?? null;
    if (known !== null && told !== null && told !== known) throw new SupersededError(listed);
    const credentials = told === null || told === known ? null : await this.#refresh(appId, told);
    if (credentials === null) throw new NotAuthorizedError(appId, 'WeChat takes no refresh token of this account');
    return credentials;
  }

  async #listed(appId: string): Promise<ListedAuthorizer | null> {
    for await (const { authorizers } of authorizerPages(this.options.platform)) {
      const found = authorizers.find((one) => one.appId === appId);
      if (found !== undefined) return found;
    }
    return null;
  }
}
