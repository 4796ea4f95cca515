import type { EventReader } from '../../event-store/port.js';
import { checkTrailFilter } from './audit.js';
import { cursorMistake, Mistakes, PAGE_CURSOR_AS_FEED_CURSOR } from './mistakes.js';
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
    if (looksLikePageCursor(after)) mistakes.add(PAGE_CURSOR_AS_FEED_CURSOR);
    else await events.acceptCursor(after).catch((error: unknown) => refuseOrThrow(error, mistakes));
  }
  mistakes.throwAny();
}

function refuseOrThrow(error: unknown, mistakes: Mistakes): void {
  const mistake = cursorMistake(error, 'after');
  if (mistake === null) throw error;
  mistakes.add(mistake);
}
