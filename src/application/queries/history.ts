import type { Viewer } from '../../auth/viewer.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { AsOf, Moment, Past } from '../../history/past.js';
import type { Clock } from '../clock.js';
import { account, accounts } from './accounts.js';
import type { Asking } from './asking.js';
import { bindings } from './bindings.js';
import { communities, community } from './communities.js';
import { withNodes } from './connect.js';
import { acceptedOrMistaken } from './feed-arguments.js';
import { loadersOf, type ReadSources } from './loaders.js';
import { Mistakes, pageCursorMistake } from './mistakes.js';
import { looksLikePageCursor } from './page-cursor.js';
import type { Connection, PageArguments } from './paging.js';
import type { AccountFilter, BindingFilter, CommunityFilter } from './queries.js';
import { sharings } from './sharings.js';
import type { AccountView, BindingView, CommunityView, SharingView } from './views.js';

/** Exactly one of the two; `time` is ISO 8601 in UTC with milliseconds. */
export interface MomentArguments {
  readonly time?: string | null;
  readonly cursor?: string | null;
}

export interface PastAccountView extends AccountView {
  bindings(filter: BindingFilter, page: PageArguments): Promise<Connection<BindingView>>;
  /** Null unless the viewer owned the account then, or is an auditor. */
  sharings(status: SharingView['status'] | null, page: PageArguments): Promise<Connection<SharingView> | null>;
}

/** What there was at a moment, by the rules and in the order of the present's queries. */
export interface PastView {
  /** Of the last event that counts. Before the first event: the position in front of it, and the beginning of 1970. */
  readonly cursor: Cursor;
  readonly time: string;
  account(appId: string): Promise<PastAccountView | null>;
  accounts(filter: AccountFilter, page: PageArguments): Promise<Connection<PastAccountView>>;
  community(id: string): Promise<CommunityView | null>;
  communities(filter: CommunityFilter, page: PageArguments): Promise<Connection<CommunityView>>;
}

export interface HistoryOptions extends Pick<ReadSources, 'directory' | 'seals'> {
  readonly viewer: Viewer;
  readonly past: Pick<Past, 'at'>;
  readonly clock: Clock;
}

const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

/**
 * R28, R27: the queries of the present, over the documents as they were. Names of tenants are the directory's of today.
 *
 * @throws BadUserInputError where there is no such moment, or it is still to come
 */
export async function history(options: HistoryOptions, at: MomentArguments): Promise<PastView> {
  const { past } = options;
  const mistakes = new Mistakes();
  const moment = momentOf(at, options.clock.now(), mistakes);
  mistakes.throwAny();
  const asOf = moment && (await acceptedOrMistaken(past.at(moment), 'at.cursor', mistakes));
  mistakes.throwAny();
  if (!asOf) throw new Error('A moment was neither told nor mistaken.');
  return pastView(askingThen(options, asOf), asOf);
}

function momentOf({ time, cursor }: MomentArguments, now: string, mistakes: Mistakes): Moment | null {
  if ((time == null) === (cursor == null)) {
    mistakes.add({ en: 'Give at.time or at.cursor, one of the two.', zh: 'at.time 与 at.cursor 须填且只能填一个。' });
    return null;
  }
  if (time != null) {
    if (Date.parse(time) <= Date.parse(now)) return { time };
    mistakes.add({ en: `at.time is still to come; it is ${now} now.`, zh: `at.time 是未来的时间；现在是 ${now}。` });
    return null;
  }
  if (cursor == null) return null;
  if (!looksLikePageCursor(cursor)) return { cursor };
  mistakes.add(pageCursorMistake('at.cursor'));
  return null;
}

function askingThen({ viewer, directory, seals }: HistoryOptions, asOf: AsOf): Asking {
  const { cursor } = asOf;
  const reads = loadersOf({ readModels: asOf, directory, seals, asOf: () => Promise.resolve(cursor) })();
  return { viewer, readModels: asOf, reads, moment: cursor };
}

function pastView(asking: Asking, { cursor, time }: AsOf): PastView {
  const withLists = (view: AccountView): PastAccountView => ({
    ...view,
    bindings: (filter, page) => bindings(asking, view, filter, page),
    sharings: (status, page) => sharings(asking, view, status, page),
  });
  return {
    cursor,
    time: time ?? BEFORE_ALL,
    account: async (appId) => {
      const found = await account(asking, appId);
      return found && withLists(found);
    },
    accounts: async (filter, page) => withNodes(await accounts(asking, filter, page), withLists),
    community: (id) => community(asking, id),
    communities: (filter, page) => communities(asking, filter, page),
  };
}
