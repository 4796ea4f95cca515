import type { MenuButton } from '../../menu/buttons.js';
import { validateButtons, type ButtonInput } from '../../menu/validate-buttons.js';
import { GREATEST_INT } from '../bounds.js';
import { Problems, type Validated } from '../validation.js';
import { accountInput, validateAccountInput } from './account-input.js';
import type { AccountInput } from './keyed.js';

interface MenuVersion extends AccountInput {
  readonly expectedVersion: number;
}

export function validateSaveMenuDraft(
  input: MenuVersion & { readonly buttons: readonly ButtonInput[] },
): Validated<MenuVersion & { readonly buttons: readonly MenuButton[] }> {
  const v = new Problems();
  return v.result({ ...menuVersion(v, input), buttons: validateButtons(v, input.buttons, ['buttons']) });
}

export function validatePublishMenu(input: MenuVersion): Validated<MenuVersion> {
  const v = new Problems();
  return v.result(menuVersion(v, input));
}

export const validateImportMenu = validateAccountInput;
export const validateDeleteMenu = validateAccountInput;

const menuVersion = (v: Problems, input: MenuVersion): MenuVersion => ({
  ...accountInput(v, input),
  expectedVersion: v.count(input.expectedVersion, ['expectedVersion'], { min: 0, max: GREATEST_INT }),
});
