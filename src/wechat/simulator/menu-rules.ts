import { isObject } from './body.js';
import { WeChatFault } from './fault.js';
import type { LiveButton } from './menu.js';

/** Error codes of one level of a menu (wechat protocol §6.4). */
interface Level {
  readonly nameBytes: number;
  readonly name: number;
  readonly type: number;
  readonly key: number;
  readonly url: number;
  readonly domain: number;
}

const TOP: Level = { nameBytes: 16, name: 40018, type: 40017, key: 40019, url: 40020, domain: 40055 };
const SUB: Level = { nameBytes: 60, name: 40025, type: 40024, key: 40026, url: 40027, domain: 40054 };

const KEY_TYPES = [
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
];

export interface MenuRules {
  /** Whether a menu of this account may open that mini program: both are linked, and the account is verified. */
  readonly isLinked: (miniProgram: string) => boolean;
}

/** What `menu/create` is sent, checked by WeChat's limits. @throws WeChatFault */
export function readMenu(
  rawBody: string,
  body: Readonly<Record<string, unknown>>,
  rules: MenuRules,
): readonly LiveButton[] {
  // WeChat shows escapes as they stand.
  if (/\\u[0-9a-fA-F]{4}/.test(rawBody)) throw new WeChatFault(40033);
  if (rawBody.includes('\uFFFD')) throw new WeChatFault(65318);
  const buttons = body['button'];
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) throw new WeChatFault(40016);
  return buttons.map((button) => topButton(button, rules));
}

function topButton(button: unknown, rules: MenuRules): LiveButton {
  if (!isObject(button)) throw new WeChatFault(47001);
  const { type, sub_button: subButtons } = button;
  if (subButtons === undefined || subButtons === null) {
    if (type === undefined) throw new WeChatFault(65308);
    return leaf(button, TOP, rules);
  }
  if (!Array.isArray(subButtons)) throw new WeChatFault(47001);
  if (type !== undefined) {
    if (subButtons.length > 0) throw new WeChatFault(40017);
    return leaf(button, TOP, rules);
  }
  const name = nameOf(button, TOP);
  if (subButtons.length < 1 || subButtons.length > 5) throw new WeChatFault(40023);
  return { name, sub_button: subButtons.map((sub) => subButton(sub, rules)) };
}

function subButton(button: unknown, rules: MenuRules): LiveButton {
  if (!isObject(button)) throw new WeChatFault(47001);
  const deeper = button['sub_button'];
  if (deeper !== undefined && deeper !== null && !(Array.isArray(deeper) && deeper.length === 0))
    throw new WeChatFault(40022);
  if (button['type'] === undefined) throw new WeChatFault(65308);
  return leaf(button, SUB, rules);
}

function leaf(button: Readonly<Record<string, unknown>>, level: Level, { isLinked }: MenuRules): LiveButton {
  const name = nameOf(button, level);
  const { type } = button;
  if (typeof type !== 'string') throw new WeChatFault(level.type);
  if (KEY_TYPES.includes(type)) return { type, name, key: limited(button['key'], 128, level.key) };
  switch (type) {
    case 'view':
      return { type, name, url: urlOf(button, level) };
    case 'miniprogram': {
      const url = urlOf(button, level);
      const { appid, pagepath } = button;
      if (typeof appid !== 'string' || !/^wx[0-9a-f]{16}$/.test(appid) || !isLinked(appid))
        throw new WeChatFault(45064);
      return { type, name, url, appid, pagepath: limited(pagepath, 1024, 40097) };
    }
    case 'media_id':
    case 'view_limited':
      return { type, name, media_id: limited(button['media_id'], 128, 40007) };
    case 'article_id':
    case 'article_view_limited':
      return { type, name, article_id: limited(button['article_id'], 128, 53600) };
    default:
      throw new WeChatFault(level.type);
  }
}

function nameOf(button: Readonly<Record<string, unknown>>, level: Level): string {
  const name = limited(button['name'], level.nameBytes, level.name);
  if (/\p{Cc}/u.test(name)) throw new WeChatFault(40033);
  return name;
}

function urlOf(button: Readonly<Record<string, unknown>>, level: Level): string {
  const url = limited(button['url'], 1024, level.url);
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) throw new WeChatFault(level.domain);
  return url;
}

/** WeChat counts bytes of UTF-8. */
function limited(value: unknown, bytes: number, errcode: number): string {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > bytes) throw new WeChatFault(errcode);
  return value;
}
