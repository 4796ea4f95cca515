import { asOwner } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import { sameMenu, type MenuButton } from './buttons.js';
import { liveAfterImport } from './events.js';
import { toMenu } from './menu-stream.js';
import type { MenuState } from './state.js';

export interface ImportMenu {
  readonly account: AccountState;
  /** Of the account's present tenure. */
  readonly menu: MenuState;
  readonly tenantId: string;
  /** What WeChat holds; null where it holds no menu. */
  readonly found: readonly MenuButton[] | null;
  /** Whether WeChat shows it. */
  readonly open: boolean;
}

/**
 * R25: what WeChat has told is kept, also a menu that somebody made by hand in WeChat. It becomes the draft only where
 * there is none: nobody's draft is overwritten.
 */
export function decideImportMenu({ account, menu, tenantId, found, open }: ImportMenu): Decision {
  // Deauthorized a moment after WeChat answered, it is known all the same.
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  const changed = !sameMenu(menu.live, liveAfterImport({ found, open }));
  const version = menu.draft === null && found !== null ? menu.version + 1 : null;
  return accept([toMenu({ type: 'MenuImported', data: { ...owner.tenure, found, open, changed, version } })]);
}
