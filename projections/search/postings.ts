import type { Term } from './terms.js';

/**
 * A list of postings is one text of fixed-width records, in the order of the log: four characters that stand for a term,
 * two for the place within the block. Different terms may share a mark (one pair in 16 million does): a list says where a
 * term can be, and never leaves out where it is.
 */

/** Slots of the log that share their lists. */
export const BLOCK_SIZE = 4_096;
/** Lists of a block, over which its terms are spread: an event dirties no more of them than it has terms, a batch no more than these. */
export const LISTS = 64;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By character code. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, DIGITS.indexOf(String.fromCharCode(code))));
const MARK_WIDTH = 4;
const PLACE_WIDTH = 2;
const WIDTH = MARK_WIDTH + PLACE_WIDTH;

/** Where a term's postings are, in each block. */
export interface Address {
  /** Number of the list, from 0. */
  readonly list: number;
  readonly mark: string;
}

export function addressOf(term: Term): Address {
  const [one, other] = hashesOf(term);
  return { list: one % LISTS, mark: digits(other >>> 8, MARK_WIDTH) };
}

export const posting = ({ mark }: Address, place: number): string => `${mark}${digits(place, PLACE_WIDTH)}`;

/** The places that a list names for a term, ascending. */
export function placesIn(list: string, { mark }: Address): number[] {
  const places: number[] = [];
  for (let at = list.indexOf(mark); at >= 0; at = list.indexOf(mark, at)) {
    if (at % WIDTH === 0) {
      places.push(valueAt(list, at + MARK_WIDTH) * DIGITS.length + valueAt(list, at + MARK_WIDTH + 1));
      at += WIDTH;
    } else {
      at += 1;
    }
  }
  return places;
}

const valueAt = (list: string, at: number): number => VALUES[list.charCodeAt(at)] ?? 0;

function digits(value: number, width: number): string {
  let text = '';
  for (let shift = 6 * (width - 1); shift >= 0; shift -= 6) text += DIGITS.charAt((value >>> shift) & 63);
  return text;
}

/** Two unrelated numbers of 32 bits (multiply and xor, finished as MurmurHash3 is). Stored lists depend on them. */
function hashesOf(text: string): readonly [number, number] {
  let one = 0x811c9dc5 | 0;
  let other = 0x41c6ce57;
  for (let n = 0; n < text.length; n += 1) {
    const unit = text.charCodeAt(n);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x5bd1e995);
  }
  return [finished(one), finished(other)];
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
