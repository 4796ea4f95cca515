import { search, trail } from '../../projections/index.js';
import { formatCursor, parseCursor, type Cursor } from '../../src/event-store/cursor.js';
import type { EventReader } from '../../src/event-store/port.js';
import type { ReadModels } from '../../src/read-models/port.js';

/** Up to where the trail and what it is searched by have come, of the log's head. */
export async function trailReached(
  log: Pick<EventReader, 'head'>,
  readModels: Pick<ReadModels, 'projections'>,
): Promise<{ readonly reached: Cursor; readonly head: Cursor }> {
  const head = await log.head();
  const beginning = formatCursor({ ...parseCursor(head), position: 0n, subIndex: 0 });
  const states = await readModels.projections();
  const [least = beginning] = [trail, search]
    .map(({ name }) => states.find((one) => one.active && one.name === name)?.cursor ?? beginning)
    .sort();
  return { reached: least, head };
}
