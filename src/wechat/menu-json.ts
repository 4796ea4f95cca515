import { z } from 'zod';
import {
  CREATABLE,
  menuButton,
  WEBSITE_ONLY,
  type MenuButton,
  type MenuButtonType,
  type PayloadField,
} from '../domain/menu/buttons.js';
import type { ReplyArticle } from '../domain/replies/events.js';
import { present } from './present.js';

/** Custom menus as WeChat writes them in JSON (wechat protocol §6.1, §6.2), and back. */

/** WeChat's names of what a button needs. */
const NAMES: Readonly<Record<PayloadField, string>> = {
  key: 'key',
  url: 'url',
  miniProgramAppId: 'appid',
  pagePath: 'pagepath',
  mediaId: 'media_id',
  articleId: 'article_id',
};

export type JsonButton = Readonly<Record<string, unknown>>;

/** The body of menu/create. */
export const toMenuJson = (buttons: readonly MenuButton[]): { readonly button: readonly JsonButton[] } => ({
  button: buttons.map(toJson),
});

function toJson(button: MenuButton): JsonButton {
  const { name, type, children } = button;
  if (type === null) return { name, sub_button: children.map(toJson) };
  const payload = Object.entries(NAMES).flatMap(([field, theirs]) => {
    const value = button[field as PayloadField];
    return value === null ? [] : [[theirs, value] as const];
  });
  return { type: type.toLowerCase(), name, ...Object.fromEntries(payload) };
}

const text = z.string().nullish();
/** A list that WeChat leaves out, or wraps, or sends as it is. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .union([z.array(item), z.object({ list: z.array(item).nullish() })])
    .nullish()
    .transform((given): z.output<Item>[] => (Array.isArray(given) ? given : (given?.list ?? [])));

const article = z.object({ title: text, digest: text, cover_url: text, content_url: text, source_url: text });

const leaf = z.object({
  name: text,
  type: text,
  value: text,
  key: text,
  url: text,
  appid: text,
  pagepath: text,
  media_id: text,
  article_id: text,
  news_info: listOf(article),
});

/** The answer of get_current_selfmenu_info: also a menu that was made on WeChat's website. */
export const currentMenuResponse = z.object({
  is_menu_open: z.number().nullish(),
  selfmenu_info: z.object({ button: z.array(leaf.extend({ sub_button: listOf(leaf) })).nullish() }).nullish(),
});

type JsonLeaf = z.output<typeof leaf>;

/** What WeChat holds, null where that is no menu, and whether it shows it. */
export interface CurrentMenu {
  readonly found: readonly MenuButton[] | null;
  readonly open: boolean;
}

export const NO_CURRENT_MENU: CurrentMenu = { found: null, open: false };

export function fromCurrentMenu({ is_menu_open, selfmenu_info }: z.output<typeof currentMenuResponse>): CurrentMenu {
  const buttons = selfmenu_info?.button ?? [];
  if (buttons.length === 0) return NO_CURRENT_MENU;
  return { found: buttons.map(fromJson), open: is_menu_open === 1 };
}

function fromJson({ sub_button, ...button }: JsonLeaf & { readonly sub_button?: readonly JsonLeaf[] }): MenuButton {
  const name = button.name ?? '';
  const children = sub_button ?? [];
  if (children.length > 0) return menuButton(name, { children: children.map((child) => fromJson(child)) });
  return menuButton(name, {
    type: typeOf(button.type),
    key: present(button.key),
    url: present(button.url),
    miniProgramAppId: present(button.appid),
    pagePath: present(button.pagepath),
    mediaId: present(button.media_id),
    articleId: present(button.article_id),
    value: present(button.value),
    articles: button.news_info.length === 0 ? null : button.news_info.map(fromArticle),
  });
}

const TYPES: ReadonlySet<string> = new Set([...Object.keys(CREATABLE), ...WEBSITE_ONLY]);

/** Null for a type that is not known here: WeChat may add one at any time. */
function typeOf(theirs: string | null | undefined): MenuButtonType | null {
  const type = theirs?.toUpperCase() ?? '';
  return TYPES.has(type) ? (type as MenuButtonType) : null;
}

const fromArticle = (given: z.output<typeof article>): ReplyArticle => ({
  title: given.title ?? '',
  description: present(given.digest),
  url: given.content_url ?? '',
  pictureUrl: present(given.cover_url),
});
