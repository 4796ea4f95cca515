import type { MenuButton } from './buttons.js';

/** What decisions need to know of an account's menu in one tenure. */
export interface MenuState {
  /** Grows with every change of the draft; 0 while there was none. */
  readonly version: number;
  readonly draft: readonly MenuButton[] | null;
  /** What residents see, as far as it is known; null for no menu. */
  readonly live: readonly MenuButton[] | null;
}

export const NO_MENU: MenuState = { version: 0, draft: null, live: null };
