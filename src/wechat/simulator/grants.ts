import type { SimulatedAccount } from './accounts.js';
import { Expiring } from './expiring.js';
import { WeChatFault } from './fault.js';
import { LIVES } from './lives.js';
import type { Mint } from './mint.js';

export interface Grant {
  readonly appId: string;
  /** Permission sets granted, ascending. */
  readonly permissions: readonly number[];
  refreshToken: string;
  /** Seconds since 1970. */
  readonly authTime: number;
  /** Its code was exchanged. */
  exchanged: boolean;
}

export interface NewGrant {
  readonly grant: Grant;
  readonly code: string;
  /** What it replaces. */
  readonly former: Grant | null;
}

export interface GrantOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly mint: Mint;
  /** An ordinary refresh replaces the refresh token, too. */
  readonly rotateRefreshTokens: boolean;
}

/** Which accounts authorize the platform, and the codes and tokens of each grant. */
export class Grants {
  private readonly byAppId = new Map<string, Grant>();
  private readonly codes: Expiring<Grant>;
  private readonly accessTokens: Expiring<Grant>;

  constructor(private readonly options: GrantOptions) {
    this.codes = new Expiring(options.clock);
    this.accessTokens = new Expiring(options.clock);
  }

  /** Those that there were before a restart. */
  recall(grants: readonly Grant[]): void {
    for (const grant of grants) {
      this.byAppId.set(grant.appId, { ...grant });
      this.options.mint.recall(grant.refreshToken);
    }
  }

  /** In the order in which they were granted. */
  list(): readonly Grant[] {
    return [...this.byAppId.values()];
  }

  find(appId: string): Grant | null {
    return this.byAppId.get(appId) ?? null;
  }

  /** @throws WeChatFault 61003 */
  get(appId: string): Grant {
    const grant = this.byAppId.get(appId);
    if (grant === undefined) throw new WeChatFault(61003);
    return grant;
  }

  /** A former grant is replaced at once: its tokens die, and so does a code of it that was not exchanged. */
  give(account: SimulatedAccount, permissions: readonly number[]): NewGrant {
    const { clock, mint } = this.options;
    const former = this.find(account.appId);
    const grant: Grant = {
      appId: account.appId,
      permissions: [...new Set(permissions)].sort((a, b) => a - b),
      refreshToken: mint.secret('refreshtoken'),
      authTime: Math.floor(clock() / 1000),
      exchanged: false,
    };
    this.byAppId.delete(account.appId);
    this.byAppId.set(account.appId, grant);
    const code = mint.secret('queryauthcode');
    this.codes.add(code, grant, LIVES.authCode);
    return { grant, code, former };
  }

  /** @throws WeChatFault 61003 */
  cancel(appId: string): void {
    this.byAppId.delete(this.get(appId).appId);
  }

  /** Spends the code. @throws WeChatFault 61009, 61010 */
  exchange(code: string): { readonly grant: Grant; readonly accessToken: string } {
    const looked = this.codes.look(code);
    if (looked.state === 'UNKNOWN' || !this.isCurrent(looked.value)) throw new WeChatFault(61009);
    if (looked.state !== 'LIVE') throw new WeChatFault(61010);
    const grant = looked.value;
    if (grant.exchanged) throw new WeChatFault(61009);
    grant.exchanged = true;
    return { grant, accessToken: this.issueAccessToken(grant) };
  }

  /** The former access token is taken for a while yet. @throws WeChatFault 61003, 61023 */
  refresh(appId: string, refreshToken: string): { readonly grant: Grant; readonly accessToken: string } {
    const grant = this.get(appId);
    if (grant.refreshToken !== refreshToken) throw new WeChatFault(61023);
    if (this.options.rotateRefreshTokens) grant.refreshToken = this.options.mint.secret('refreshtoken');
    this.accessTokens.cut((of) => of === grant, LIVES.overlap);
    return { grant, accessToken: this.issueAccessToken(grant) };
  }

  isAccessToken(token: string): boolean {
    return this.accessTokens.look(token).state !== 'UNKNOWN';
  }

  /** @throws WeChatFault 40001, 42001, 61003 */
  byAccessToken(token: string): Grant {
    const looked = this.accessTokens.look(token);
    if (looked.state === 'UNKNOWN') throw new WeChatFault(40001);
    const current = this.get(looked.value.appId);
    if (current !== looked.value || looked.state === 'SUPERSEDED') throw new WeChatFault(40001);
    if (looked.state === 'EXPIRED') throw new WeChatFault(42001);
    return current;
  }

  liveAccessTokens(grant: Grant): readonly string[] {
    return this.accessTokens.live((of) => of === grant);
  }

  /** Their two hours are over: 42001. */
  expireAccessTokens(appId: string): void {
    this.accessTokens.expire((of) => of.appId === appId);
  }

  /** WeChat knows them no more: 40001. */
  invalidateAccessTokens(appId: string): void {
    this.accessTokens.cut((of) => of.appId === appId, 0);
  }

  private isCurrent(grant: Grant): boolean {
    return this.byAppId.get(grant.appId) === grant;
  }

  private issueAccessToken(grant: Grant): string {
    const token = this.options.mint.secret('accesstoken');
    this.accessTokens.add(token, grant, LIVES.token);
    return token;
  }
}
