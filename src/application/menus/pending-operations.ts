import type { MenuWish } from '../../domain/menu/publish-menu.js';
import type { CommandIdentity } from '../../event-store/port.js';
import type { Held } from '../../leases/with-lease.js';
import { LeaseLostError } from '../../leases/with-lease.js';
import type { Vault } from '../../vault/vault.js';
import type { Acting } from '../deciding/executor.js';
import { MENU_OPERATIONS, menuOperationName } from '../vault-names.js';

/** What somebody wants of WeChat, written down before WeChat is asked: enough to carry it on after a crash. */
export interface MenuOperation {
  /** The product's name of the command. */
  readonly command: string;
  /** Of the request: what it brings is recorded under it, so that the same key gets the same answer. */
  readonly identity: CommandIdentity;
  readonly acting: Acting;
  readonly wish: MenuWish;
}

/** An operation as it stands in the vault, or null for a new one. */
export interface Kept {
  readonly operation: MenuOperation;
  readonly version: number;
}

/** Operations whose outcome is not known yet, at most one an account: in the vault, which outlives a crash. */
export class PendingOperations {
  constructor(private readonly vault: Vault) {}

  /** Accounts that have one. */
  async accounts(): Promise<readonly string[]> {
    return (await this.vault.names(MENU_OPERATIONS)).map((name) => name.slice(MENU_OPERATIONS.length));
  }

  async get(appId: string): Promise<Kept | null> {
    const kept = await this.vault.getVersioned(menuOperationName(appId));
    return kept && { operation: JSON.parse(kept.secret) as MenuOperation, version: kept.version };
  }

  /**
   * Written directly before WeChat is asked, also again: whoever has lost the turn finds it out here.
   *
   * @param before version of what it takes the place of; null for nothing
   * @throws LeaseLostError when the turn is another process's by now
   */
  async keep(operation: MenuOperation, before: number | null, { fence }: Held): Promise<void> {
    const { appId } = operation.wish.tenure;
    const isKept = await this.vault.replace(menuOperationName(appId), JSON.stringify(operation), before, fence);
    if (!isKept) throw new LeaseLostError(fence.lease);
  }

  /**
   * It has its outcome. A newer one, of a process that has the turn by now, stays.
   *
   * @throws LeaseLostError
   */
  async erase({ identity, wish }: MenuOperation, { signal }: Held): Promise<void> {
    signal.throwIfAborted();
    const { appId } = wish.tenure;
    const kept = await this.get(appId);
    if (kept?.operation.identity.id === identity.id) await this.vault.erase(menuOperationName(appId), kept.version);
  }
}
