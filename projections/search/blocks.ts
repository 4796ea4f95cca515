import { parseCursor, slotOf, type Cursor } from '../../src/event-store/cursor.js';
import { BLOCK_SIZE } from './postings.js';

/** Where an event stands: which block of the log, and where within it. */
export interface Place {
  readonly block: number;
  readonly place: number;
}

export const placeOf = (cursor: Cursor): Place => placeAt(slotOf(parseCursor(cursor)));

/** @param slot of the log: a position where they count events, a few hundred of them where they are offsets */
export const placeAt = (slot: number): Place => ({
  block: Math.floor(slot / BLOCK_SIZE),
  place: slot % BLOCK_SIZE,
});

/** Blocks come one after another in the order of their ids, so that what is written together stands together. */
const blockId = (block: number): string => block.toString(16).padStart(10, '0');

/** Document of one of a block's lists of postings. */
export const listId = (block: number, list: number): string => `${blockId(block)}/${list}`;

/** Document of a block's times. */
export const timesId = (block: number): string => `${blockId(block)}/times`;
