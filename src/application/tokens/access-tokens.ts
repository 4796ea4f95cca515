import { LRUCache } from 'lru-cache';
import type { AccountState } from '../../domain/account/state.js';
import type { AccountToken, AccountTokens } from '../../wechat/account-tokens.js';
import { authorizerPages } from '../../wechat/authorizer-pages.js';
import {
  NotAuthorizedError,
  WeChatRefusedError,
  type ComponentPlatform,
  type GrantCredentials,
} from '../../wechat/component-platform.js';
import { grantName } from '../vault-names.js';
import { KeptToken, type GoodToken, type TokenKeeping } from './kept-token.js';

export interface AccessToken extends GoodToken, AccountToken {}

export interface AccessTokensOptions extends TokenKeeping {
  readonly platform: Pick<ComponentPlatform, 'refreshAccessToken' | 'getAuthorizer' | 'listAuthorizers'>;
  /** The account as it is now. */
  readonly account: (appId: string) => Promise<Pick<AccountState, 'status' | 'grant'>>;
  /** Told when WeChat says that a grant does not hold any more: the credentials that are kept open nothing. */
  readonly onNotAuthorized: (appId: string, grant: number) => void;
}

/** Refresh tokens that WeChat does not take: superseded or missing; expired. */
const REFRESH_TOKEN_REFUSED: ReadonlySet<number> = new Set([61023, 42002]);
/** After WeChat said that a grant does not hold, it is not asked again for this long, milliseconds. */
const PAUSE_MS = 60_000;
/** After a refused token was dropped, the next one of that grant is kept for this long, refused or not, milliseconds. */
const REFUSED_PAUSE_MS = 10_000;
/** Grants whose renewals are remembered. */
const REMEMBERED = 10_000;

/**
 * The token broker: access tokens to act in the name of authorized accounts, from the credentials of their newest grant
 * in the vault (wechat protocol §4.10), whichever process asks.
 */
export class AccessTokens implements AccountTokens {
  readonly #kept = new LRUCache<string, KeptToken<GrantCredentials>>({ max: REMEMBERED });
  /** Until when a grant that does not hold is not tried again. */
  readonly #pausedUntil = new LRUCache<string, number>({ max: REMEMBERED });
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
    const name = grantName(appId, grant);
    if (this.options.clock() < (this.#pausedUntil.get(name) ?? 0)) throw new NotAuthorizedError(appId);
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
    this.#pausedUntil.set(grantName(appId, grant), this.options.clock() + PAUSE_MS);
    this.options.onNotAuthorized(appId, grant);
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
    try {
      const known = stored?.refreshToken ?? null;
      return (known === null ? null : await this.#refresh(appId, known)) ?? (await this.#reload(appId, known));
    } catch (error) {
      if (error instanceof NotAuthorizedError) this.notAuthorized(appId, { grant });
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

  /** With the refresh token that WeChat itself tells, once (§4.6); without one the administrator has to authorize again. */
  async #reload(appId: string, known: string | null): Promise<GrantCredentials> {
    const told = (await this.options.platform.getAuthorizer(appId)).refreshToken ?? (await this.#listed(appId));
    const credentials = told === null || told === known ? null : await this.#refresh(appId, told);
    if (credentials === null) throw new NotAuthorizedError(appId, 'WeChat takes no refresh token of this account');
    return credentials;
  }

  async #listed(appId: string): Promise<string | null> {
    for await (const { authorizers } of authorizerPages(this.options.platform)) {
      const found = authorizers.find((one) => one.appId === appId);
      if (found !== undefined) return found.refreshToken;
    }
    return null;
  }
}
