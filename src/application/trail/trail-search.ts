import type { TrailDocument } from '../../../projections/documents.js';
import { trail } from '../../../projections/trail/projection.js';
import { formatCursor, parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { Page, PageRequest, ReadModels, Row } from '../../read-models/port.js';
import { candidates } from './candidates.js';
import { isTold, type TrailCondition } from './trail-condition.js';

/** Fewest events that are fetched at once: some that the index names may not fit after all. */
const FEWEST = 16;

const positionOf = (cursor: string): number => Number(parseCursor(cursor).position);

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
  const range = {
    first: after === undefined ? 0 : positionOf(after) + 1,
    last: Math.min(positionOf(upTo), before === undefined ? Infinity : positionOf(before) - 1),
  };
  const rows: Row<TrailDocument>[] = [];
  for await (const { positions } of candidates(readModels, condition, range, order)) {
    for (let at = 0; at < positions.length;) {
      // One more than asked for tells whether there is more.
      const next = positions.slice(at, at + Math.max(FEWEST, limit + 1 - rows.length));
      at += next.length;
      for (const event of await eventsAt(readModels, next, upTo)) {
        if (isTold(event, condition)) rows.push({ key: event.cursor, id: event.id, document: event });
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
  const parts = { ...parseCursor(upTo), subIndex: 0 };
  const range = { first: positionOf(after) + 1, last: positionOf(upTo) };
  for await (const { positions, through } of candidates(readModels, condition, range, 'ascending')) {
    for (let at = 0; at < positions.length; at += MOST) {
      const events = await eventsAt(readModels, positions.slice(at, at + MOST), upTo);
      const last = events.at(-1);
      if (last) yield { events, through: last.cursor };
    }
    yield { events: [], through: formatCursor({ ...parts, position: BigInt(through) }) };
  }
}

/** Events of the trail at these positions of the log; there may be none where other events stand. */
async function eventsAt(
  readModels: Pick<ReadModels, 'page'>,
  positions: readonly number[],
  like: Cursor,
): Promise<readonly TrailDocument[]> {
  const parts = parseCursor(like);
  const pages = await Promise.all(
    positions.map((position) => {
      const cursor = formatCursor({ ...parts, position: BigInt(position), subIndex: 0 });
      return readModels.page(trail, { index: 'all', prefix: [cursor] }, { limit: 1, order: 'ascending' });
    }),
  );
  return pages.flatMap(({ rows }) => rows.flatMap(({ document }) => (document.kind === 'event' ? [document] : [])));
}
