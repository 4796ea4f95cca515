import { ImpossibleError } from './impossible.js';
import { type NewAccount, makeAccount, type SimulatedAccount } from './accounts.js';
import type { SimulatedComponent } from './component.js';
import { ComponentSecrets } from './component-secrets.js';
import { WeChatFault } from './fault.js';
import { type Grant, Grants } from './grants.js';
import { Mint } from './mint.js';
import { RELEASE_TEST_PAIRS } from './release-test-accounts.js';

export interface WorldOptions {
  readonly component: SimulatedComponent;
  readonly accounts: readonly SimulatedAccount[];
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Buffer;
  /** An ordinary refresh replaces the refresh token, too. */
  readonly rotateRefreshTokens: boolean;
}

/** What holds of an account that authorizes the platform. */
export interface TrueGrant {
  readonly appId: string;
  readonly permissions: readonly number[];
  readonly refreshToken: string;
  /** Those that are alive, oldest first. */
  readonly accessTokens: readonly string[];
  /** Seconds since 1970. */
  readonly authTime: number;
  /** Its code was exchanged. */
  readonly exchanged: boolean;
}

/** What WeChat knows, in memory: the platform, the accounts, who granted what, and every secret that is alive. */
export class World {
  /** With the newest of its keys first. */
  component: SimulatedComponent;
  readonly mint: Mint;
  readonly secrets: ComponentSecrets;
  readonly grants: Grants;
  private readonly formerKeys: string[] = [];
  private readonly listed: Map<string, SimulatedAccount>;
  /** WeChat's own accounts for its release test: no administrator sees them in a list. */
  private readonly hidden: ReadonlyMap<string, SimulatedAccount>;

  constructor(private readonly options: WorldOptions) {
    const { clock, rotateRefreshTokens } = options;
    this.component = options.component;
    this.mint = new Mint(options.random);
    this.secrets = new ComponentSecrets(clock, this.mint);
    this.grants = new Grants({ clock, mint: this.mint, rotateRefreshTokens });
    this.listed = new Map(options.accounts.map((account) => [account.appId, account]));
    this.hidden = new Map(
      RELEASE_TEST_PAIRS.flatMap(({ officialAccount, miniProgram }) => [officialAccount, miniProgram]).map(
        (account) => [account.appId, account],
      ),
    );
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.options.clock();
  }

  /** Whole seconds since 1970, as WeChat tells the time. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  accounts(): readonly SimulatedAccount[] {
    return [...this.listed.values()];
  }

  account(appId: string): SimulatedAccount | null {
    return this.listed.get(appId) ?? this.hidden.get(appId) ?? null;
  }

  /** @throws ImpossibleError when there is none: a mistake of whoever plays with the simulator */
  existing(appId: string): SimulatedAccount {
    const account = this.account(appId);
    if (account === null) throw new ImpossibleError(`There is no simulated account ${appId}.`);
    return account;
  }

  /** As they were before a restart; built-in ones that there were not then stay. */
  recall(accounts: readonly SimulatedAccount[], grants: readonly Grant[]): void {
    for (const account of accounts) this.listed.set(account.appId, account);
    this.grants.recall(grants);
  }

  addAccount(given: NewAccount): SimulatedAccount {
    const account = makeAccount(this.mint.hex(14), given);
    this.listed.set(account.appId, account);
    return account;
  }

  /** As when its administrator renames it, or WeChat freezes it. */
  changeAccount(appId: string, change: NewAccount): SimulatedAccount {
    const { originalId, ...former } = this.existing(appId);
    if (!this.listed.has(appId)) throw new ImpossibleError('The accounts of the release test stay as they are.');
    const account = makeAccount(`${appId.slice(2)}${originalId.slice(3)}`, { ...former, ...change });
    this.listed.set(appId, account);
    return account;
  }

  /** @throws WeChatFault 61003 */
  granted(appId: string): { readonly grant: Grant; readonly account: SimulatedAccount } {
    const grant = this.grants.get(appId);
    return { grant, account: this.existing(grant.appId) };
  }

  issueComponentToken(ticket: string): string {
    return this.secrets.issueToken(ticket);
  }

  /** @throws WeChatFault 40001, 42001, 61014 */
  checkComponentToken(token: string): void {
    const state = this.secrets.tokenState(token);
    if (state === 'LIVE') return;
    if (state === 'EXPIRED') throw new WeChatFault(42001);
    throw new WeChatFault(this.grants.isAccessToken(token) ? 61014 : 40001);
  }

  /** @throws WeChatFault 40001, 42001, 61003, 61015 */
  byAccessToken(token: string): { readonly grant: Grant; readonly account: SimulatedAccount } {
    if (this.secrets.tokenState(token) === 'LIVE') throw new WeChatFault(61015);
    const grant = this.grants.byAccessToken(token);
    return { grant, account: this.existing(grant.appId) };
  }

  /** The present key stays good as the previous one. */
  rotateKey(encodingAesKey: string): void {
    const [present] = this.component.encodingAesKeys;
    this.formerKeys.push(present);
    this.component = { ...this.component, encodingAesKeys: [encodingAesKey, present] };
  }

  truth(): readonly TrueGrant[] {
    return this.grants.list().map((grant) => ({ ...grant, accessTokens: this.grants.liveAccessTokens(grant) }));
  }

  /** Every secret that was handed out, and the component's own. */
  issuedSecrets(): readonly string[] {
    const { secret, token, encodingAesKeys } = this.component;
    return [...new Set([secret, token, ...encodingAesKeys, ...this.formerKeys, ...this.mint.secrets()])];
  }

  /** In the form of WeChat's request ids. */
  requestId(): string {
    const random = this.mint.hex(8);
    return `${this.seconds().toString(16).padStart(8, '0')}-${random.slice(0, 8)}-${random.slice(8)}`;
  }
}
