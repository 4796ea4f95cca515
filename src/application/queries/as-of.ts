import { projections } from '../../../projections/index.js';
import { formatCursor, parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { Progress } from '../../read-models/progress.js';

/**
 * Position that every read model which answers has reached, also one that stands still: whoever lists now and follows from
 * here misses nothing. The beginning of the log where one of them has not begun.
 */
export async function answeredAsOf(progress: Progress, events: Pick<EventReader, 'head'>): Promise<Cursor> {
  let least: Cursor | null = null;
  for (const { name } of projections) {
    const reached = progress.reachedBy(name);
    if (reached === null) return formatCursor({ ...parseCursor(await events.head()), position: 0n, subIndex: 0 });
    if (least === null || reached < least) least = reached;
  }
  return least ?? events.head();
}
