import type { CallbackFilter, CallbackJournal } from '../../wechat/callbacks/callback-journal.js';
import type { CallbackRecord } from '../../wechat/callbacks/callback-record.js';
import type { Asking } from './asking.js';
import { connectRange } from './connect.js';
import { Mistakes } from './mistakes.js';
import { listName } from './page-cursor.js';
import type { Connection, PageArguments } from './paging.js';

const LIST = listName({ name: 'wechat-callbacks', version: 1 }, { index: '', prefix: [] });

/** The last callbacks, newest first: data of the installation, of no tenant. */
export async function weChatCallbacks(
  { reads }: Pick<Asking, 'reads'>,
  journal: Pick<CallbackJournal, 'page' | 'count'>,
  filter: CallbackFilter,
  page: PageArguments,
): Promise<Connection<CallbackRecord>> {
  const mistakes = new Mistakes();
  mistakes.ids(filter.kinds, 'filter.kinds');
  mistakes.ids(filter.outcomes, 'filter.outcomes');
  mistakes.id(filter.appId, 'filter.appId');
  mistakes.period(filter.from, filter.until, 'filter');
  const range = {
    name: LIST,
    order: 'descending',
    view: (record: CallbackRecord) => record,
    page: (request) => journal.page(filter, request),
    count: () => journal.count(filter),
  } as const satisfies Parameters<typeof connectRange<CallbackRecord, CallbackRecord>>[1];
  return connectRange(reads, range, page, mistakes);
}
