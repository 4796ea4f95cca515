import type { EventReader } from '../../event-store/port.js';
import { checkTrailFilter } from './audit.js';
import { cursorMistake, Mistakes, pageCursorMistake } from './mistakes.js';
import { looksLikePageCursor } from './page-cursor.js';
import type { FeedArguments } from './queries.js';

/** @throws BadUserInputError naming every mistake */
export async function checkFeed(
  events: Pick<EventReader, 'acceptCursor'>,
  { after, appId, communityIds, filter }: FeedArguments,
): Promise<void> {
  const mistakes = new Mistakes();
  mistakes.id(appId, 'appId');
  mistakes.ids(communityIds, 'communityIds');
  if (filter != null) checkTrailFilter(filter, mistakes);
  if (after != null && after !== '0') {
    if (looksLikePageCursor(after)) mistakes.add(pageCursorMistake('after'));
    else await acceptedOrMistaken(events.acceptCursor(after), 'after', mistakes);
  }
  mistakes.throwAny();
}

/** What a position in the log led to; null, and a mistake noted, where the text that `path` names is none. */
export async function acceptedOrMistaken<Result>(
  work: Promise<Result>,
  path: string,
  mistakes: Mistakes,
): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    const mistake = cursorMistake(error, path);
    if (mistake === null) throw error;
    mistakes.add(mistake);
    return null;
  }
}
