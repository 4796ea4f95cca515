import { asOwner } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, UNCHANGED, type Decision } from '../decision.js';
import { sameMenu, type MenuButton } from './buttons.js';
import { toMenu } from './menu-stream.js';
import type { MenuState } from './state.js';

export interface SaveMenuDraft {
  readonly account: AccountState;
  /** Of the account's present tenure. */
  readonly menu: MenuState;
  readonly tenantId: string;
  /** The version that the editor started from; 0 for the first draft. */
  readonly expectedVersion: number;
  readonly buttons: readonly MenuButton[];
}

/** R25: the owner drafts, also while the account is deauthorized; nobody overwrites what they have not seen. */
export function decideSaveMenuDraft({ account, menu, tenantId, expectedVersion, buttons }: SaveMenuDraft): Decision {
  const owner = asOwner(account, tenantId);
  if ('refusal' in owner) return refuse(owner.refusal);
  const { tenure } = owner;
  if (menu.version !== expectedVersion) return refuse({ code: 'MENU_DRAFT_CHANGED', appId: tenure.appId });
  if (sameMenu(menu.draft, buttons)) return UNCHANGED;
  return accept([toMenu({ type: 'MenuDraftSaved', data: { ...tenure, version: menu.version + 1, buttons } })]);
}
