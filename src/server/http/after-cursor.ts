import type { EventReader } from '../../event-store/port.js';
import type { Progress } from '../../read-models/progress.js';
import { EdgeError } from './errors.js';

export const AFTER_CURSOR_HEADER = 'x-after-cursor';

const PATIENCE_MS = 2_000;

/**
 * Waits until queries answer from what holds at the cursor or later.
 *
 * @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError
 * @throws EdgeError TRY_AGAIN when the read models do not get there in time
 */
export async function waitForCursor(
  { events, progress }: { readonly events: Pick<EventReader, 'acceptCursor'>; readonly progress: Progress },
  text: string,
): Promise<void> {
  const cursor = await events.acceptCursor(text);
  if (!(await progress.waitFor(cursor, PATIENCE_MS))) throw new EdgeError('TRY_AGAIN', 'VIEWS_BEHIND');
}
