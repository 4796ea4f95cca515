import type { MenuButton } from '../../menu/buttons.js';
import { validateButtons, type ButtonInput } from '../../menu/validate-buttons.js';
import { GREATEST_INT } from '../bounds.js';
import { Problems, type Validated } from '../validation.js';
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

const menuVersion = (v: Problems, { idempotencyKey, appId, expectedVersion }: MenuVersion): MenuVersion => ({
  idempotencyKey: v.idempotencyKey(idempotencyKey),
  appId: v.appId(appId),
  expectedVersion: v.count(expectedVersion, ['expectedVersion'], { min: 0, max: GREATEST_INT }),
});
