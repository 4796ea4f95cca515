import type { TrailDocument } from '../../../projections/documents.js';
import { trail } from '../../../projections/trail/projection.js';
import {
  formatCursor,
  parseCursor,
  slotOf,
  slotWidth,
  type Cursor,
  type CursorParts,
} from '../../event-store/cursor.js';
import type { Page, PageRequest, ReadModels, Row, Scan } from '../../read-models/port.js';
import { candidates, type NearestEvent, type Slots } from './candidates.js';
import { isTold, type TrailCondition } from './trail-condition.js';

/** Fewest events that are fetched at once: some that the index names may not fit after all. */
const FEWEST = 16;

/**
 * A page of the events that fit, in the order of the log or against it. Keys of rows are the events' cursors.
 *
 * @param upTo what lies behind this is not looked at: the trail and its search have come so far
 * @throws InvalidCursorError when `after` or `before` is no cursor
 */
export async function searchTrail(
  readModels: Pick<ReadModels, 'getMany' | 'page'>,
  condition: TrailCondition,
  { after, before, limit, order }: PageRequest,
  upTo: Cursor,
): Promise<Page<TrailDocument>> {
  const range = slotsBetween(after, upTo, before);
  const isAsked = ({ cursor }: TrailDocument): boolean =>
    cursor <= upTo && cursor > (after ?? '') && (before === undefined || cursor < before);
  const rows: Row<TrailDocument>[] = [];
  for await (const { slots } of candidates(readModels, condition, range, order, nearestIn(readModels, upTo, order))) {
    for (let at = 0; at < slots.length;) {
      // One more than asked for tells whether there is more.
      const next = slots.slice(at, at + Math.max(FEWEST, limit + 1 - rows.length));
      at += next.length;
      for (const event of await eventsIn(readModels, next, upTo, order)) {
        if (isAsked(event) && isTold(event, condition)) rows.push({ key: event.cursor, id: event.id, document: event });
      }
      if (rows.length > limit) return { rows: rows.slice(0, limit), more: true };
    }
  }
  return { rows, more: false };
}

/** Some of the past that a feed tells. */
export interface PastEvents {
  /** Events that can fit, in the order of the log. */
  readonly events: readonly TrailDocument[];
  /** Up to here nothing else fits. */
  readonly through: Cursor;
}

/** Most events of the past that are fetched at once. */
const MOST = 200;

/** What can fit behind a position and up to another one, in the order of the log. */
export async function* pastTrail(
  readModels: Pick<ReadModels, 'getMany' | 'page'>,
  condition: TrailCondition,
  after: Cursor,
  upTo: Cursor,
): AsyncGenerator<PastEvents, void> {
  const end = parseCursor(upTo);
  const range = slotsBetween(after, upTo);
  const nearest = nearestIn(readModels, upTo, 'ascending');
  for await (const { slots, through } of candidates(readModels, condition, range, 'ascending', nearest)) {
    for (let at = 0; at < slots.length; at += MOST) {
      const found = await eventsIn(readModels, slots.slice(at, at + MOST), upTo, 'ascending');
      const events = found.filter(({ cursor }) => cursor > after && cursor <= upTo);
      const last = events.at(-1);
      if (last) yield { events, through: last.cursor };
    }
    const last = positionsIn(end, through).last;
    yield { events: [], through: last < end.position ? cursorAt(end, last) : upTo };
  }
}

/** Slots in which something can stand behind `after`, up to and including `upTo`, and in front of `before`. */
function slotsBetween(after: string | undefined, upTo: Cursor, before?: string): Slots {
  const next = (cursor: string, step: bigint): number => {
    const parts = parseCursor(cursor);
    return slotOf({ ...parts, position: parts.position + step });
  };
  return {
    first: after === undefined ? 0 : next(after, 1n),
    last: Math.min(next(upTo, 0n), before === undefined ? Infinity : next(before, -1n)),
  };
}

/** Events of the trail in these slots of the log; there may be none where other events stand. */
async function eventsIn(
  readModels: Pick<ReadModels, 'page'>,
  slots: readonly number[],
  like: Cursor,
  order: 'ascending' | 'descending',
): Promise<readonly TrailDocument[]> {
  const parts = parseCursor(like);
  const pages = await Promise.all(
    runsOf(slots).map(({ first, last }) => {
      const limit = (last - first + 1) * slotWidth(parts.epoch);
      return readModels.page(trail, scanOf(parts, { first, last }), { limit, order });
    }),
  );
  return pages.flatMap(({ rows }) => rows.flatMap(({ document }) => (document.kind === 'event' ? [document] : [])));
}

/** Slots that stand side by side, in one order or the other, are looked at together. */
function runsOf(slots: readonly number[]): readonly Slots[] {
  const runs: { first: number; last: number }[] = [];
  for (const slot of slots) {
    const run = runs.at(-1);
    if (run?.last === slot - 1) run.last = slot;
    else if (run?.first === slot + 1) run.first = slot;
    else runs.push({ first: slot, last: slot });
  }
  return runs;
}

/** All events of the trail in these slots. */
function scanOf(like: CursorParts, { first, last }: Slots): Scan {
  const [begin, end] = [positionsIn(like, first).first, positionsIn(like, last).last];
  const above = begin === 0n ? {} : { above: [cursorAt(like, begin - 1n)] };
  return { index: 'all', prefix: [], ...above, below: [cursorAt(like, end + 1n)] };
}

/** Looks in the trail, which has come at least as far as to `upTo`. Where positions count events there is one at each. */
function nearestIn(
  readModels: Pick<ReadModels, 'page'>,
  upTo: Cursor,
  order: 'ascending' | 'descending',
): NearestEvent {
  const end = parseCursor(upTo);
  if (slotWidth(end.epoch) === 1) return (slot) => Promise.resolve(slot);
  const last = slotOf(end);
  return async (slot) => {
    const range = order === 'ascending' ? { first: slot, last } : { first: 0, last: slot };
    const { rows } = await readModels.page(trail, scanOf(end, range), { limit: 1, order });
    const event = rows[0]?.document;
    return event?.kind === 'event' ? slotOf(parseCursor(event.cursor)) : null;
  };
}

/** Positions of a slot, both inclusive. */
function positionsIn({ epoch }: CursorParts, slot: number): { readonly first: bigint; readonly last: bigint } {
  const width = BigInt(slotWidth(epoch));
  const first = BigInt(slot) * width;
  return { first, last: first + width - 1n };
}

const cursorAt = (parts: CursorParts, position: bigint): Cursor => formatCursor({ ...parts, position, subIndex: 0 });
