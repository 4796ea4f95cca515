import { AccessTokens } from '../../../src/application/tokens/access-tokens.js';
import { keepComponentToken } from '../../../src/application/tokens/component-tokens.js';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import type { Leases } from '../../../src/leases/leases.js';
import type { Vault } from '../../../src/vault/vault.js';
import type { MakeTokenSource } from '../../../src/wechat/token-source.js';
import type { GrantCredentials, ListedAuthorizer } from '../../../src/wechat/component-platform.js';
import type { AccountState } from '../../../src/domain/account/state.js';
import { openScratchVault } from '../../../scripts/support/scratch-vault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { ManualClock } from '../wechat/manual-clock.js';
import { RefreshingWeChat } from './refreshing-wechat.js';

export const APP_ID = 'wx0123456789abcdef';

/** A vault and leases on a disk, a clock, WeChat, and accounts in whatever state. */
export class TokenWorld {
  readonly clock = new ManualClock();
  readonly weChat = new RefreshingWeChat(this.clock.now);
  readonly accounts = new Map<string, Pick<AccountState, 'status' | 'grant'>>([
    [APP_ID, { status: 'AUTHORIZED', grant: 1 }],
  ]);
  readonly notAuthorized: [string, number][] = [];
  readonly listed: (ListedAuthorizer | null)[] = [];
  readonly #folder = temporaryFolder();
  readonly #opened: { close(): Promise<void> }[] = [];

  private constructor() {
    this.weChat.refreshTokens.set(APP_ID, 'refresh-1');
  }

  /** With one authorized account whose token has just expired. */
  static async open(): Promise<TokenWorld & { readonly vault: Vault }> {
    const world = new TokenWorld();
    const vault = await world.openVault();
    await vault.put(`grant/${APP_ID}/1`, JSON.stringify(world.expired('refresh-1')));
    return Object.assign(world, { vault });
  }

  async openVault(): Promise<Vault> {
    return this.#opens(await openScratchVault(this.#folder.path));
  }

  async openLeases(): Promise<Leases> {
    return this.#opens(await openEmbeddedLeases(this.#folder.path, { clock: this.clock.now }));
  }

  /** What keeps the component token, as another process has it. */
  async keepToken(component: string): Promise<MakeTokenSource> {
    const keeping = { vault: await this.openVault(), leases: await this.openLeases(), clock: this.clock.now };
    return keepComponentToken(keeping, component);
  }

  /** As another process has it: connections of its own. */
  async broker(): Promise<AccessTokens> {
    return new AccessTokens({
      vault: await this.openVault(),
      leases: await this.openLeases(),
      clock: this.clock.now,
      platform: this.weChat,
      account: (appId) => Promise.resolve(this.accounts.get(appId) ?? { status: 'NONE', grant: 0 }),
      onNotAuthorized: (appId, grant, listed) => {
        this.notAuthorized.push([appId, grant]);
        this.listed.push(listed);
      },
    });
  }

  expired(refreshToken: string | null): GrantCredentials {
    return { accessToken: 'access-0', accessTokenExpiresAt: this.weChat.in(0), refreshToken };
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((one) => one.close()));
    this.#folder.remove();
  }

  #opens<T extends { close(): Promise<void> }>(opened: T): T {
    this.#opened.push(opened);
    return opened;
  }
}
