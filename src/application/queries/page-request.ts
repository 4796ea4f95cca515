import { Mistakes, type Mistake } from './mistakes.js';
import { parsePageCursor } from './page-cursor.js';
import type { PageArguments } from './paging.js';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

/** Which part of a list is wanted. `after` and `before` are row keys, in the list's own order, exclusive. */
export interface Slice {
  readonly from: 'start' | 'end';
  readonly size: number;
  readonly after: string | null;
  readonly before: string | null;
}

const WRONG_CURSOR = {
  FEED_CURSOR: (name: string): Mistake => ({
    en: `${name} is the cursor of a feed, payload or event; pages take startCursor, endCursor or an edge's cursor.`,
    zh: `${name} 是订阅、操作结果或事件的游标；分页应使用 startCursor、endCursor 或 edge 的 cursor。`,
  }),
  OTHER_LIST: (name: string): Mistake => ({
    en: `${name} comes from another list, or from this one as it was sorted before; begin again without it.`,
    zh: `${name} 来自另一个列表，或来自此列表以前的排序；请去掉它重新开始。`,
  }),
  MALFORMED: (name: string): Mistake => ({
    en: `${name} is no page cursor; use startCursor, endCursor or an edge's cursor of this list.`,
    zh: `${name} 不是分页游标；请使用此列表的 startCursor、endCursor 或 edge 的 cursor。`,
  }),
};

/** Checks the arguments of a page; mistakes are collected and the slice is then not to be used. */
export function sliceOf(
  { name: list, isKey = () => true }: { readonly name: string; readonly isKey?: (key: string) => boolean },
  page: PageArguments,
  mistakes: Mistakes,
): Slice {
  for (const name of ['first', 'last'] as const) {
    const size = page[name];
    if (size != null && !(Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE)) {
      mistakes.add({
        en: `${name} must be 1 to ${LARGEST_PAGE}; it is ${size}.`,
        zh: `${name} 应为 1 至 ${LARGEST_PAGE}，现为 ${size}。`,
      });
    }
  }
  if (page.first != null && page.last != null) {
    mistakes.add({
      en: 'Give first or last, not both.',
      zh: 'first 与 last 只能填一个。',
    });
  }
  const keyOf = (name: 'after' | 'before'): string | null => {
    const text = page[name];
    if (text == null) return null;
    const parsed = parsePageCursor(list, text);
    if (parsed.ok && isKey(parsed.key)) return parsed.key;
    mistakes.add(WRONG_CURSOR[parsed.ok ? 'MALFORMED' : parsed.mistake](name));
    return null;
  };
  return {
    from: page.last == null ? 'start' : 'end',
    size: page.last ?? page.first ?? DEFAULT_PAGE,
    after: keyOf('after'),
    before: keyOf('before'),
  };
}
