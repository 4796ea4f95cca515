import type { Vault, VersionedSecret } from '../../vault/vault.js';
import { WeChatUnavailableError } from '../../wechat/component-platform.js';
import { TICKET } from '../vault-names.js';

interface StoredTicket {
  /** Whose it is: a ticket of another platform opens nothing. */
  readonly component: string;
  readonly ticket: string;
  /** WeChat's own time of it, ISO 8601. */
  readonly createdAt: string;
}

/** WeChat pushes every ten minutes, and at once after it was asked to begin again. */
const AGAIN_SECONDS = 60;

/** The newest component_verify_ticket that WeChat has pushed (wechat protocol §2), encrypted in the vault. */
export class ComponentTickets {
  constructor(
    private readonly vault: Vault,
    /** appid of the platform. */
    private readonly component: string,
    /** Milliseconds since 1970. */
    private readonly clock: () => number = Date.now,
  ) {}

  /** Keeps it, unless one is kept that WeChat made later. `createdAt`: WeChat's own time, ISO 8601. */
  async keep(ticket: string, createdAt: string): Promise<void> {
    const stored: StoredTicket = { component: this.component, ticket, createdAt };
    for (;;) {
      const kept = await this.vault.getVersioned(TICKET);
      const newest = this.#read(kept);
      if (newest !== null && Date.parse(newest.createdAt) > Date.parse(createdAt)) return;
      if (await this.vault.replace(TICKET, JSON.stringify(stored), kept?.version ?? null)) return;
    }
  }

  /** The one to fetch tokens with. @throws WeChatUnavailableError when none was ever pushed */
  async ticket(): Promise<string> {
    const newest = this.#read(await this.vault.getVersioned(TICKET));
    if (newest !== null) return newest.ticket;
    throw new WeChatUnavailableError('WeChat has not pushed a component_verify_ticket yet.', AGAIN_SECONDS);
  }

  /** Milliseconds since WeChat made the newest one; null when there is none. */
  async age(): Promise<number | null> {
    const newest = this.#read(await this.vault.getVersioned(TICKET));
    return newest === null ? null : this.clock() - Date.parse(newest.createdAt);
  }

  #read(kept: VersionedSecret | null): StoredTicket | null {
    if (kept === null) return null;
    const stored = JSON.parse(kept.secret) as StoredTicket;
    return stored.component === this.component ? stored : null;
  }
}
