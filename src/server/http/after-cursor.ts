import { BadUserInputError } from '../../application/bad-user-input.js';
import { cursorMistake } from '../../application/queries/mistakes.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { Progress } from '../../read-models/progress.js';
import { EdgeError } from './errors.js';

export const AFTER_CURSOR_HEADER = 'x-after-cursor';

const PATIENCE_MS = 2_000;

/**
 * Waits until queries answer from what holds at the cursor or later.
 *
 * @throws BadUserInputError
 * @throws EdgeError TRY_AGAIN when the read models do not get there in time
 */
export async function waitForCursor(
  { events, progress }: { readonly events: Pick<EventReader, 'acceptCursor'>; readonly progress: Progress },
  text: string,
): Promise<void> {
  const cursor = await accept(events, text);
  if (!(await progress.waitFor(cursor, PATIENCE_MS))) throw new EdgeError('TRY_AGAIN', 'VIEWS_BEHIND');
}

async function accept(events: Pick<EventReader, 'acceptCursor'>, text: string): Promise<Cursor> {
  try {
    return await events.acceptCursor(text);
  } catch (error) {
    const mistake = cursorMistake(error, AFTER_CURSOR_HEADER);
    throw mistake ? new BadUserInputError(mistake) : error;
  }
}
