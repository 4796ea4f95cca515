import { ForeignCursorError, InvalidCursorError } from './errors.js';

/**
 * Position in the log, opaque to clients: fixed width, so that cursors of one installation compare as strings.
 *
 * Hex digits: version 2 · installation 16 · epoch 4 · position 16 · sub-index 4. A move to another engine opens a new
 * epoch: an odd one where positions count events from 1 without a gap, an even one where they are offsets in a file of
 * the engine. The sub-index tells apart several messages that come from one event.
 */
export type Cursor = string & { readonly __brand: 'Cursor' };

export interface CursorParts {
  readonly installation: string;
  readonly epoch: number;
  readonly position: bigint;
  readonly subIndex: number;
}

const VERSION = '01';
const SHAPE = /^01([0-9a-f]{16})([0-9a-f]{4})([0-9a-f]{16})([0-9a-f]{4})$/;

const hex = (value: number | bigint, width: number): string => value.toString(16).padStart(width, '0');

export function formatCursor({ installation, epoch, position, subIndex }: CursorParts): Cursor {
  return `${VERSION}${installation}${hex(epoch, 4)}${hex(position, 16)}${hex(subIndex, 4)}` as Cursor;
}

/** Of an offset: no event takes less room than this, by its metadata alone. */
const OFFSETS_AN_EVENT = 256;

/**
 * The positions of an epoch in steps of about an event: where two events share a slot, nothing is lost, only more is
 * looked at.
 */
export const slotWidth = (epoch: number): number => (epoch % 2 === 1 ? 1 : OFFSETS_AN_EVENT);

/** Number of a position's slot. */
export const slotOf = ({ epoch, position }: Pick<CursorParts, 'epoch' | 'position'>): number =>
  Number(position / BigInt(slotWidth(epoch)));

/** Whether the text is a cursor of this version, of whichever installation. */
export const isCursor = (text: string): boolean => SHAPE.test(text);

/** @throws InvalidCursorError when the text is not a cursor of this version */
export function parseCursor(text: string): CursorParts {
  const [, installation, epoch, position, subIndex] = SHAPE.exec(text) ?? [];
  if (installation === undefined || epoch === undefined || position === undefined || subIndex === undefined) {
    throw new InvalidCursorError();
  }
  return {
    installation,
    epoch: parseInt(epoch, 16),
    position: BigInt(`0x${position}`),
    subIndex: parseInt(subIndex, 16),
  };
}

/** @throws InvalidCursorError, ForeignCursorError */
export function parseCursorOf(installation: string, text: string): CursorParts {
  const parts = parseCursor(text);
  if (parts.installation !== installation) throw new ForeignCursorError();
  return parts;
}
