import type { Problems } from '../values/validation.js';
import {
  CREATABLE,
  isCreatable,
  menuButton,
  PAYLOAD_FIELDS,
  type MenuButton,
  type MenuButtonType,
  type PayloadField,
} from './buttons.js';

/** Bounds of WeChat (wechat protocol §6.1); texts are counted in bytes of UTF-8. */
const BAR = { most: 3, nameBytes: 16 } as const;
const LIST = { most: 5, nameBytes: 60 } as const;
const KEY_BYTES = 128;
const URL_BYTES = 1_024;
/** Of WeChat's ids of materials and articles, which are far shorter. */
const ID_BYTES = 128;

/** A button as it is typed in, or as a draft holds it. */
export interface ButtonInput extends Readonly<Partial<Record<PayloadField, string | null>>> {
  readonly name: string;
  readonly type?: MenuButtonType | null;
  readonly children?: readonly ButtonInput[] | null;
}

type Path = readonly string[];
type Level = typeof BAR | typeof LIST;

/** The buttons in their normal form, to be used only when no problem was found. */
export function validateButtons(v: Problems, buttons: readonly ButtonInput[], path: Path): readonly MenuButton[] {
  return listOf(v, buttons, path, BAR);
}

function listOf(v: Problems, buttons: readonly ButtonInput[], path: Path, level: Level): readonly MenuButton[] {
  if (buttons.length === 0) v.add('TOO_FEW', path, { min: 1 });
  else if (buttons.length > level.most) v.add('TOO_MANY', path, { max: level.most });
  else return buttons.map((button, index) => buttonOf(v, button, [...path, String(index)], level));
  return [];
}

function buttonOf(v: Problems, button: ButtonInput, path: Path, level: Level): MenuButton {
  const name = v.textInBytes(button.name, [...path, 'name'], level.nameBytes);
  const type = button.type ?? null;
  const children = button.children ?? [];
  if (children.length > 0) {
    if (level === LIST) v.add('NOT_ALLOWED', [...path, 'children'], { button: 'IN_LIST' });
    else return listButton(v, name, button, path);
  } else if (type === null) v.add('REQUIRED', [...path, 'type']);
  else if (!isCreatable(type)) v.add('NOT_ALLOWED', [...path, 'type'], { button: type });
  else return menuButton(name, { type, ...payloadOf(v, button, path, { type }, CREATABLE[type]) });
  return menuButton(name);
}

/** A button of the bar that opens a list: the list, and nothing else. */
function listButton(v: Problems, name: string, button: ButtonInput, path: Path): MenuButton {
  if (button.type != null) v.add('NOT_ALLOWED', [...path, 'type'], { button: 'LIST' });
  payloadOf(v, button, path, { button: 'LIST' }, []);
  return menuButton(name, { children: listOf(v, button.children ?? [], [...path, 'children'], LIST) });
}

/** The fields that the kind of button takes; the others must not be there. */
function payloadOf(
  v: Problems,
  button: ButtonInput,
  path: Path,
  kind: Readonly<Record<string, string>>,
  taken: readonly PayloadField[],
): Partial<Record<PayloadField, string>> {
  const payload: Partial<Record<PayloadField, string>> = {};
  for (const field of PAYLOAD_FIELDS) {
    const at = [...path, field];
    const value = button[field] ?? null;
    if (taken.includes(field)) payload[field] = FIELDS[field](v, value ?? '', at);
    else if (value !== null) v.add('NOT_ALLOWED', at, kind);
  }
  return payload;
}

const FIELDS: Readonly<Record<PayloadField, (v: Problems, value: string, path: Path) => string>> = {
  key: (v, value, path) => v.textInBytes(value, path, KEY_BYTES),
  url: webAddress,
  miniProgramAppId: (v, value, path) => v.appId(value.trim(), path),
  pagePath: (v, value, path) => v.textInBytes(value, path, URL_BYTES),
  mediaId: (v, value, path) => v.textInBytes(value, path, ID_BYTES),
  articleId: (v, value, path) => v.textInBytes(value, path, ID_BYTES),
};

/** Only what browsers can open; not rewritten, so that WeChat opens just that. */
function webAddress(v: Problems, value: string, path: Path): string {
  const address = v.textInBytes(value, path, URL_BYTES);
  const isWeb = URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol);
  if (address !== '' && (!isWeb || /\s/.test(address))) v.add('BAD_FORMAT', path);
  return address;
}
