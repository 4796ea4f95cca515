import type { ReplyArticle } from '../replies/events.js';

/** A custom menu's buttons (R25), as drafts, events and views hold them (wechat protocol §6.1, §6.2). */

/** Types that a menu made through WeChat's API can have, with the fields that each takes: all of them, and no others. */
export const CREATABLE = {
  VIEW: ['url'],
  CLICK: ['key'],
  // `url` is what an old client opens instead.
  MINIPROGRAM: ['url', 'miniProgramAppId', 'pagePath'],
  SCANCODE_PUSH: ['key'],
  SCANCODE_WAITMSG: ['key'],
  PIC_SYSPHOTO: ['key'],
  PIC_PHOTO_OR_ALBUM: ['key'],
  PIC_WEIXIN: ['key'],
  LOCATION_SELECT: ['key'],
  MEDIA_ID: ['mediaId'],
  VIEW_LIMITED: ['mediaId'],
  ARTICLE_ID: ['articleId'],
  ARTICLE_VIEW_LIMITED: ['articleId'],
} as const satisfies Readonly<Record<string, readonly PayloadField[]>>;

/** Types that only a menu made on WeChat's own website can have: they come by import and cannot be sent. */
export const WEBSITE_ONLY = ['TEXT', 'IMG', 'VOICE', 'VIDEO', 'NEWS'] as const;

/** What a button of some type needs beside its name. */
export type PayloadField = 'key' | 'url' | 'miniProgramAppId' | 'pagePath' | 'mediaId' | 'articleId';
export const PAYLOAD_FIELDS: readonly PayloadField[] = [
  'key',
  'url',
  'miniProgramAppId',
  'pagePath',
  'mediaId',
  'articleId',
];

export type CreatableType = keyof typeof CREATABLE;
export type MenuButtonType = CreatableType | (typeof WEBSITE_ONLY)[number];

/** Either does something, or opens a list of buttons: then it has no type. What a type does not use is null. */
export interface MenuButton {
  readonly name: string;
  /** Null for a button that opens a list, and for one of a type that is not known here. */
  readonly type: MenuButtonType | null;
  readonly key: string | null;
  readonly url: string | null;
  readonly miniProgramAppId: string | null;
  readonly pagePath: string | null;
  readonly mediaId: string | null;
  readonly articleId: string | null;
  /** Of a website-only type: the text, or WeChat's id of the material. */
  readonly value: string | null;
  /** Of NEWS. */
  readonly articles: readonly ReplyArticle[] | null;
  readonly children: readonly MenuButton[];
}

/** A button with the fields that are given, in the one order that all buttons have. */
export const menuButton = (name: string, given: Partial<MenuButton> = {}): MenuButton => ({
  name,
  type: given.type ?? null,
  key: given.key ?? null,
  url: given.url ?? null,
  miniProgramAppId: given.miniProgramAppId ?? null,
  pagePath: given.pagePath ?? null,
  mediaId: given.mediaId ?? null,
  articleId: given.articleId ?? null,
  value: given.value ?? null,
  articles: given.articles ?? null,
  children: given.children ?? [],
});

export const isCreatable = (type: MenuButtonType): type is CreatableType => Object.hasOwn(CREATABLE, type);

/** Whether two menus are the same to whoever sees them; null is no menu. */
export const sameMenu = (a: readonly MenuButton[] | null, b: readonly MenuButton[] | null): boolean =>
  // All buttons have their fields in one order, here and in the log.
  JSON.stringify(a) === JSON.stringify(b);
