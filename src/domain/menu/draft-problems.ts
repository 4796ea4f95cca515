import { CUSTOM_MENU } from '../account/advisories.js';
import { Problems, type Validated } from '../values/validation.js';
import type { MenuButton } from './buttons.js';
import { validateButtons } from './validate-buttons.js';

/** What of an account decides about which menus WeChat takes from it. */
export interface MenuAbilities {
  /** WeChat's numbers of the permission sets that its administrator granted. */
  readonly permissions: readonly number[];
  readonly verified: boolean;
}

/**
 * The draft as it can be sent, or all that stands in the way of publishing it now. Paths lead to buttons as in
 * saveMenuDraft's input, and to `appId` for what the account lacks. An imported draft may break WeChat's bounds for
 * menus made through its API, too.
 */
export function publishableMenu(
  draft: readonly MenuButton[],
  { permissions, verified }: MenuAbilities,
): Validated<readonly MenuButton[]> {
  const v = new Problems();
  if (!permissions.includes(CUSTOM_MENU)) v.add('NOT_ALLOWED', ['appId'], { permissionSet: CUSTOM_MENU });
  const buttons = validateButtons(v, draft, ['buttons']);
  // WeChat links mini programs to verified accounts only (errcode 45064).
  if (!verified)
    for (const path of miniPrograms(draft, ['buttons'])) v.add('NOT_ALLOWED', path, { account: 'UNVERIFIED' });
  return v.result(buttons);
}

/** Where buttons open a mini program. */
const miniPrograms = (buttons: readonly MenuButton[], path: readonly string[]): readonly (readonly string[])[] =>
  buttons.flatMap(({ type, children }, index) => {
    const at = [...path, String(index)];
    return [...(type === 'MINIPROGRAM' ? [[...at, 'type']] : []), ...miniPrograms(children, [...at, 'children'])];
  });
