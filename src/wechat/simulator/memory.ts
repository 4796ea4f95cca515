import type { SimulatedAccount } from './accounts.js';
import type { Grant } from './grants.js';
import type { LiveMenu, Menus } from './menu.js';
import type { World } from './world.js';

/** Where what the simulator is to remember is kept: as text that holds refresh tokens, so not in the open (R29). */
export interface MemoryPlace {
  load(): Promise<string | null>;
  save(text: string): Promise<void>;
}

/**
 * What outlives a restart: accounts, who authorizes the platform, menus. Codes and access tokens do not: whoever uses one
 * is told so and gets another, as from WeChat.
 */
interface Remembered {
  readonly version: 1;
  readonly accounts: readonly SimulatedAccount[];
  readonly grants: readonly Grant[];
  readonly menus: readonly (readonly [appId: string, menu: LiveMenu])[];
}

/** How soon a change is kept, milliseconds. */
const SOON = 100;

/** So that a newcomer's accounts are still there, and still authorized, after the server was started again. */
export class Memory {
  private kept = '';
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly place: MemoryPlace,
    private readonly world: World,
    private readonly menus: Menus,
  ) {}

  async recall(): Promise<void> {
    const text = await this.place.load();
    if (text === null) return;
    const { version, accounts, grants, menus } = JSON.parse(text) as Remembered;
    // Of another version's simulator: a new world begins.
    if ((version as number) !== 1) return;
    this.kept = text;
    this.world.recall(accounts, grants);
    for (const [appId, menu] of menus) this.menus.replace(appId, menu);
  }

  /** Something may have changed. */
  note(): void {
    // What cannot be kept now is kept with the next change, or when it closes, which tells of a failure.
    this.timer ??= setTimeout(() => void this.keep().catch(() => undefined), SOON).unref();
  }

  async close(): Promise<void> {
    await this.saving.catch(() => undefined);
    await this.keep();
  }

  private keep(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const remembered: Remembered = {
      version: 1,
      accounts: this.world.accounts(),
      grants: this.world.grants.list(),
      menus: this.menus.list(),
    };
    const text = JSON.stringify(remembered);
    if (text !== this.kept) {
      this.saving = this.place.save(text).then(() => {
        this.kept = text;
      });
    }
    return this.saving;
  }
}
