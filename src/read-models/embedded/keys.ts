import type { KeyPart, Scan } from '../port.js';

/**
 * Index keys as text that sorts as their parts do (by code points, as SQLite's BINARY collation does).
 *
 * Each part ends with U+0002, and the document's id follows after U+0001, which puts it in front of any further part.
 * U+0000 to U+0003 inside parts are escaped with U+0003, which keeps their order; halves of surrogate pairs, which UTF-8
 * cannot hold, become U+FFFD.
 */
const END = '\u0002';
const ID = '\u0001';
const ESCAPE = '\u0003';
const SPECIAL = /[\u0000-\u0003]|\p{Surrogate}/u;
const SPECIALS = new RegExp(SPECIAL, 'gu');

const escaped = (text: string): string =>
  SPECIAL.test(text)
    ? text.replace(SPECIALS, (char) =>
        char <= ESCAPE ? `${ESCAPE}${String.fromCharCode(0x40 + char.charCodeAt(0))}` : '\ufffd',
      )
    : text;

const encodedPart = (part: KeyPart): string => `${typeof part === 'string' ? escaped(part) : part ? 't' : 'f'}${END}`;

const encoded = (parts: readonly KeyPart[]): string => parts.map(encodedPart).join('');

/** The first text behind all that begin with these parts. */
const behind = (parts: string): string => `${parts.slice(0, -END.length)}${ESCAPE}`;

/** Key of a document's entry: unique, since it ends with the document's id. */
export const entryKey = (parts: readonly KeyPart[], id: string): string => `${encoded(parts)}${ID}${escaped(id)}`;

export interface Bound {
  readonly key: string;
  readonly inclusive: boolean;
}

/** Keys from `lower` to `upper`; null is open. */
export interface KeyRange {
  readonly lower: Bound | null;
  readonly upper: Bound | null;
}

/** Order of keys as the database sorts them, which is not JavaScript's order of strings. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const tighter = (a: Bound | null, b: Bound | null, sign: 1 | -1): Bound | null => {
  if (!a || !b) return a ?? b;
  const difference = sign * compareKeys(a.key, b.key);
  if (difference === 0) return a.inclusive ? b : a;
  return difference > 0 ? a : b;
};

export function rangeOf(scan: Scan, after?: string, before?: string): KeyRange {
  const prefix = encoded(scan.prefix);
  const exclusive = (key: string | undefined): Bound | null => (key === undefined ? null : { key, inclusive: false });
  let lower: Bound | null = { key: prefix, inclusive: true };
  let upper = exclusive(prefix === '' ? undefined : behind(prefix));
  if (scan.above?.length) lower = { key: behind(prefix + encoded(scan.above)), inclusive: true };
  if (scan.below?.length) upper = exclusive(prefix + encoded(scan.below));
  lower = tighter(lower, exclusive(after), 1);
  upper = tighter(upper, exclusive(before), -1);
  return { lower, upper };
}
