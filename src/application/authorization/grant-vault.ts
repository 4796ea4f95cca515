import type { AccountState } from '../../domain/account/state.js';
import type { Vault } from '../../vault/vault.js';
import type { GrantCredentials } from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';
import { grantName, refusedGrantName } from '../vault-names.js';

/** Credentials of grants in the vault. Those of dead grants are erased elsewhere, by a reaction to their events. */
export class GrantVault {
  constructor(
    private readonly vault: Vault,
    private readonly identities: CommandIdentities,
  ) {}

  /** Of the account's newest grant; null when it has none that holds, or they never reached the disk. */
  async credentialsOf({ appId, status, grant }: AccountState): Promise<GrantCredentials | null> {
    if (appId === null || status !== 'AUTHORIZED') return null;
    const kept = await this.vault.get(grantName(appId, grant));
    return kept === null ? null : (JSON.parse(kept) as GrantCredentials);
  }

  /** Keeps them for the account's newest grant, unless it has some: those may be fresher by now. */
  async keep(account: AccountState, credentials: GrantCredentials): Promise<void> {
    const { appId, grant } = account;
    if (appId === null || account.status !== 'AUTHORIZED') return;
    await this.vault.replace(grantName(appId, grant), JSON.stringify(credentials), null);
    await this.vault.erase(refusedGrantName(appId));
  }

  /** R2: remembers whose grant WeChat lists now, so that it resumes nothing later. */
  async rememberRefused(appId: string, { refreshToken }: GrantCredentials): Promise<void> {
    await this.vault.put(refusedGrantName(appId), this.#digest(appId, refreshToken));
  }

  async wasRefused(appId: string, { refreshToken }: GrantCredentials): Promise<boolean> {
    return (await this.vault.get(refusedGrantName(appId))) === this.#digest(appId, refreshToken);
  }

  #digest(appId: string, refreshToken: string | null): string {
    return this.identities.ofSecret('refused-grant', `${appId} ${refreshToken ?? ''}`);
  }
}
