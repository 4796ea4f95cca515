import {
  NotAuthorizedError,
  WeChatRefusedError,
  WeChatUnavailableError,
  type Authorizer,
  type AuthorizerPage,
  type GrantCredentials,
  type ListedAuthorizer,
} from '../../../src/wechat/component-platform.js';

const LIFE_MS = 7_200_000;

/** WeChat's side of refresh tokens, as far as a broker sees it: counts what it is asked, and fails when told to. */
export class RefreshingWeChat {
  readonly asked: string[] = [];
  /** By account: the refresh token that is taken now. */
  readonly refreshTokens = new Map<string, string>();
  /** What §4.5 and §4.6 tell, where it is not the token that is taken. */
  readonly told = new Map<string, string | null>();
  listed: ListedAuthorizer[] = [];
  trouble: Error | null = null;
  /** Holds answers back until it resolves. */
  gate: Promise<void> = Promise.resolve();
  #made = 0;

  constructor(private readonly clock: () => number) {}

  count(call: string): number {
    return this.asked.filter((one) => one === call).length;
  }

  async refreshAccessToken(appId: string, refreshToken: string): Promise<GrantCredentials> {
    this.asked.push('refresh');
    const taken = this.#grant(appId);
    if (refreshToken !== taken) throw new WeChatRefusedError(61023, 'refresh_token is invalid');
    const accessToken = `access-${(this.#made += 1)}-of-${appId}`;
    await this.gate;
    return { accessToken, accessTokenExpiresAt: this.in(LIFE_MS), refreshToken };
  }

  getAuthorizer(appId: string): Promise<Authorizer> {
    this.asked.push('info');
    const taken = this.#grant(appId);
    const told = this.told.get(appId);
    const refreshToken = told === undefined ? taken : told;
    return Promise.resolve({ refreshToken, permissions: null, profile: PROFILE });
  }

  listAuthorizers(offset: number, count: number): Promise<AuthorizerPage> {
    this.asked.push('list');
    return Promise.resolve({ total: this.listed.length, authorizers: this.listed.slice(offset, offset + count) });
  }

  in(milliseconds: number): string {
    return new Date(this.clock() + milliseconds).toISOString();
  }

  #grant(appId: string): string {
    if (this.trouble !== null) throw this.trouble;
    const taken = this.refreshTokens.get(appId);
    if (taken === undefined) throw new NotAuthorizedError(appId);
    return taken;
  }
}

export const busy = (): Error => new WeChatUnavailableError('WeChat is busy (-1): system error', 2);

const PROFILE: Authorizer['profile'] = {
  nickname: '云栖花园物业',
  avatarUrl: null,
  originalId: 'gh_0123456789ab',
  principalName: null,
  kind: 'SERVICE',
  verified: true,
  qrCodeUrl: null,
  condition: 'NORMAL',
};
