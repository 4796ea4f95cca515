import { createHash } from 'node:crypto';
import type { Cursor } from '../../event-store/cursor.js';
import type { Collection, Scan } from '../../read-models/port.js';

/** Marks page cursors, so that they are told from the cursors of feeds, and their version. */
const MARK = 'p1_';
const LIST_LENGTH = 12;
/** Hex digits, which begin with a version that no page cursor has. */
const FEED_CURSOR = /^(0|[0-9a-f]{42})$/;

export const looksLikePageCursor = (text: string): boolean => /^p\d+_/.test(text);
const looksLikeFeedCursor = (text: string): boolean => FEED_CURSOR.test(text);

/**
 * Names a list, so that a cursor works only in the list that it came from, and of the past only in that of the same
 * moment. Conditions do not count: they leave rows out and move none.
 */
export const listName = (
  collection: Pick<Collection, 'name' | 'version'>,
  { index, prefix }: Pick<Scan, 'index' | 'prefix'>,
  moment?: Cursor,
): string =>
  createHash('sha256')
    .update(
      JSON.stringify([collection.name, collection.version, index, prefix, ...(moment === undefined ? [] : [moment])]),
    )
    .digest('base64url')
    .slice(0, LIST_LENGTH);

export const formatPageCursor = (list: string, key: string): string =>
  `${MARK}${list}${Buffer.from(key, 'utf8').toString('base64url')}`;

export type ParsedPageCursor =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly mistake: 'FEED_CURSOR' | 'OTHER_LIST' | 'MALFORMED' };

export function parsePageCursor(list: string, text: string): ParsedPageCursor {
  if (looksLikeFeedCursor(text)) return { ok: false, mistake: 'FEED_CURSOR' };
  const body = text.slice(MARK.length + LIST_LENGTH);
  const key = Buffer.from(body, 'base64url').toString('utf8');
  if (!text.startsWith(MARK) || key === '' || Buffer.from(key, 'utf8').toString('base64url') !== body) {
    return { ok: false, mistake: 'MALFORMED' };
  }
  return text.startsWith(list, MARK.length) ? { ok: true, key } : { ok: false, mistake: 'OTHER_LIST' };
}
