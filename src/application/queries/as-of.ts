import { search, trail, views } from '../../../projections/index.js';
import type { Projection } from '../../../projections/projection.js';
import { formatCursor, parseCursor, type Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { Progress } from '../../read-models/progress.js';
import { TryAgainError } from '../answer.js';

/** How long a reader of the trail waits for it to hold what has happened so far. */
const TRAIL_PATIENCE_MS = 2_000;

/**
 * Position that every view which answers has reached, also one that stands still: whoever lists now and follows from
 * here misses nothing. The beginning of the log where one of them has not begun.
 */
export const viewsAsOf = (progress: Progress, events: Pick<EventReader, 'head'>): Promise<Cursor> =>
  asOf(views, progress, events);

/**
 * Whether the trail holds what has happened so far, after it had time for that: it follows in larger batches than the
 * views, so a command's answer does not wait for it and its readers do.
 */
export const trailIsCurrent = async (progress: Progress, events: Pick<EventReader, 'head'>): Promise<boolean> =>
  progress.waitFor(await events.head(), TRAIL_PATIENCE_MS);

/**
 * The position that the trail and what it is searched by have reached, which is where the log ended when they were asked
 * unless one of them stands still for good.
 *
 * @throws TryAgainError when they cannot be current in time
 */
export async function trailAsOf(progress: Progress, events: Pick<EventReader, 'head'>): Promise<Cursor> {
  if (!(await progress.waitForSearch(await events.head(), TRAIL_PATIENCE_MS))) {
    throw new TryAgainError('The trail lags behind.');
  }
  return asOf([trail, search], progress, events);
}

async function asOf(
  projections: readonly Projection[],
  progress: Progress,
  events: Pick<EventReader, 'head'>,
): Promise<Cursor> {
  let least: Cursor | null = null;
  for (const { name } of projections) {
    const reached = progress.reachedBy(name);
    if (reached === null) return formatCursor({ ...parseCursor(await events.head()), position: 0n, subIndex: 0 });
    if (least === null || reached < least) least = reached;
  }
  return least ?? events.head();
}
