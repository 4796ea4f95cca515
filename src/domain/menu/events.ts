import type { DomainEvent } from '../event.js';
import type { MenuButton } from './buttons.js';

/** Stored names and shapes of the stream `menu-{appId}-{tenure}` (R25). */

interface OfMenu {
  readonly appId: string;
  /** Number of the ownership (R7), from 1: menus end with it. */
  readonly tenure: number;
  /** Tenant that owns the account in this tenure. */
  readonly owner: string;
}

export type MenuDraftSaved = DomainEvent<
  'MenuDraftSaved',
  OfMenu & { /** Of the draft, from 1. */ readonly version: number; readonly buttons: readonly MenuButton[] }
>;

/** WeChat took the menu: this is what is live. */
export type MenuPublished = DomainEvent<
  'MenuPublished',
  OfMenu & { /** Of the draft that was sent. */ readonly version: number; readonly buttons: readonly MenuButton[] }
>;

/** WeChat was asked what is live. */
export type MenuImported = DomainEvent<
  'MenuImported',
  OfMenu & {
    /** What WeChat holds, wherever it was made; null where it holds no menu. */
    readonly found: readonly MenuButton[] | null;
    /** Whether WeChat shows it. */
    readonly open: boolean;
    /** Whether what is live differs from what was known before. */
    readonly changed: boolean;
    /** Version of the draft that it became; null where there was a draft already, or no menu. */
    readonly version: number | null;
  }
>;

/** WeChat deleted the menu. */
export type MenuDeleted = DomainEvent<'MenuDeleted', OfMenu>;

export type MenuEvent = MenuDraftSaved | MenuPublished | MenuImported | MenuDeleted;

/** What residents see after an import. */
export const liveAfterImport = ({
  found,
  open,
}: Pick<MenuImported['data'], 'found' | 'open'>): readonly MenuButton[] | null => (open ? found : null);
