import { type NewAccount, makeAccount, type SimulatedAccount } from './accounts.js';
import { Expiring } from './expiring.js';
import { WeChatFault } from './fault.js';

/** The platform as it is registered with WeChat. */
export interface SimulatedComponent {
  readonly appId: string;
  readonly secret: string;
  /** Host that authorizations start from and return to, without scheme or port (授权发起页域名). */
  readonly startDomain: string;
}

/** Lives of what WeChat issues, seconds. */
export const LIVES = {
  ticket: 12 * 3_600,
  ticketInterval: 600,
  token: 7_200,
  /** That a superseded token is still taken. */
  overlap: 300,
  preAuthCode: 1_800,
  authCode: 600,
} as const;

export interface Grant {
  readonly account: SimulatedAccount;
  /** Permission sets granted, ascending. */
  readonly permissions: readonly number[];
  readonly refreshToken: string;
  /** Seconds since 1970. */
  readonly authTime: number;
  /** Its code was exchanged. */
  exchanged: boolean;
}

export interface WorldOptions {
  readonly component: SimulatedComponent;
  readonly accounts: readonly SimulatedAccount[];
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Buffer;
}

/** What WeChat knows, in memory: the platform, the accounts, who granted what, and every secret that is alive. */
export class World {
  readonly component: SimulatedComponent;
  private readonly clock: () => number;
  private readonly accountsById: Map<string, SimulatedAccount>;
  private readonly grants = new Map<string, Grant>();
  private readonly tickets: Expiring<true>;
  private readonly componentTokens: Expiring<true>;
  private readonly preAuthCodes: Expiring<true>;
  private readonly authCodes: Expiring<Grant>;
  private readonly accessTokens: Expiring<Grant>;
  private newestTicket: { readonly ticket: string; readonly issuedAt: number } | null = null;

  constructor(private readonly options: WorldOptions) {
    this.component = options.component;
    this.clock = options.clock;
    this.accountsById = new Map(options.accounts.map((account) => [account.appId, account]));
    this.tickets = new Expiring(options.clock);
    this.componentTokens = new Expiring(options.clock);
    this.preAuthCodes = new Expiring(options.clock);
    this.authCodes = new Expiring(options.clock);
    this.accessTokens = new Expiring(options.clock);
  }

  // ---- accounts and grants

  accounts(): readonly SimulatedAccount[] {
    return [...this.accountsById.values()];
  }

  account(appId: string): SimulatedAccount | null {
    return this.accountsById.get(appId) ?? null;
  }

  addAccount(given: NewAccount): SimulatedAccount {
    const account = makeAccount(this.options.random(14).toString('hex'), given);
    this.accountsById.set(account.appId, account);
    return account;
  }

  /** In the order in which they were granted. */
  grantList(): readonly Grant[] {
    return [...this.grants.values()];
  }

  /** @throws WeChatFault 61003 */
  grant(appId: string): Grant {
    const grant = this.grants.get(appId);
    if (grant === undefined) throw new WeChatFault(61003);
    return grant;
  }

  /**
   * The account's administrator confirms. A former grant is replaced at once: its tokens die, and so does a code of it
   * that was not exchanged. The pre-auth code is spent.
   */
  approve(preAuthCode: string, account: SimulatedAccount, permissions: readonly number[]): string {
    this.preAuthCodes.remove(preAuthCode);
    const former = this.grants.get(account.appId);
    const grant: Grant = {
      account,
      permissions: [...permissions].sort((a, b) => a - b),
      refreshToken: this.secret('refreshtoken'),
      authTime: Math.floor(this.clock() / 1000),
      exchanged: false,
    };
    this.accessTokens.cut((of) => of === former, 0);
    this.authCodes.cut((of) => of === former, 0);
    this.grants.delete(account.appId);
    this.grants.set(account.appId, grant);
    const code = this.secret('queryauthcode');
    this.authCodes.add(code, grant, LIVES.authCode);
    return code;
  }

  /** Spends the code. @throws WeChatFault 61009, 61010 */
  exchange(code: string): { readonly grant: Grant; readonly accessToken: string } {
    const looked = this.authCodes.look(code);
    if (looked.state === 'UNKNOWN') throw new WeChatFault(61009);
    if (looked.state === 'EXPIRED') throw new WeChatFault(61010);
    const grant = looked.value;
    if (grant.exchanged) throw new WeChatFault(61009);
    grant.exchanged = true;
    return { grant, accessToken: this.issueAccessToken(grant) };
  }

  /** The refresh token stays; the former access token is taken for a while yet. @throws WeChatFault 61003, 61023 */
  refresh(appId: string, refreshToken: string): { readonly grant: Grant; readonly accessToken: string } {
    const grant = this.grant(appId);
    if (grant.refreshToken !== refreshToken) throw new WeChatFault(61023);
    this.accessTokens.cut((of) => of === grant, LIVES.overlap);
    return { grant, accessToken: this.issueAccessToken(grant) };
  }

  // ---- the platform's own secrets

  /** A new ticket every ten minutes; each is taken for twelve hours. */
  currentTicket(): string {
    const now = this.clock();
    if (this.newestTicket === null || now - this.newestTicket.issuedAt >= LIVES.ticketInterval * 1000) {
      this.newestTicket = { ticket: this.secret('ticket'), issuedAt: now };
      this.tickets.add(this.newestTicket.ticket, true, LIVES.ticket);
    }
    return this.newestTicket.ticket;
  }

  /** @throws WeChatFault 61005, 61006 */
  issueComponentToken(ticket: string): string {
    const looked = this.tickets.look(ticket);
    if (looked.state === 'UNKNOWN') throw new WeChatFault(61006);
    if (looked.state === 'EXPIRED') throw new WeChatFault(61005);
    this.componentTokens.cut(() => true, LIVES.overlap);
    const token = this.secret('componenttoken');
    this.componentTokens.add(token, true, LIVES.token);
    return token;
  }

  /** @throws WeChatFault 40001, 42001, 61014 */
  checkComponentToken(token: string): void {
    const looked = this.componentTokens.look(token);
    if (looked.state === 'LIVE') return;
    if (looked.state === 'EXPIRED') throw new WeChatFault(42001);
    throw new WeChatFault(this.accessTokens.look(token).state === 'UNKNOWN' ? 40001 : 61014);
  }

  dropComponentTokens(): void {
    this.componentTokens.cut(() => true, 0);
  }

  issuePreAuthCode(): string {
    const code = this.secret('preauthcode');
    this.preAuthCodes.add(code, true, LIVES.preAuthCode);
    return code;
  }

  preAuthCodeState(code: string): 'LIVE' | 'EXPIRED' | 'UNKNOWN' {
    return this.preAuthCodes.look(code).state;
  }

  /** In the form of WeChat's request ids. */
  requestId(): string {
    const seconds = Math.floor(this.clock() / 1000).toString(16);
    const random = this.options.random(8).toString('hex');
    return `${seconds.padStart(8, '0')}-${random.slice(0, 8)}-${random.slice(8)}`;
  }

  private issueAccessToken(grant: Grant): string {
    const token = this.secret('accesstoken');
    this.accessTokens.add(token, grant, LIVES.token);
    return token;
  }

  private secret(kind: string): string {
    return `${kind}@@@${this.options.random(24).toString('base64url')}`;
  }
}
