import type { AutomaticReplies } from '../../domain/replies/events.js';
import { NO_REPLIES, repliesId } from '../../domain/replies/replies-stream.js';
import type { Asking } from './asking.js';
import { seesReplies } from './sight.js';
import type { AccountView } from './views.js';

/** R7: those of the present tenure. */
export async function repliesOf({ reads }: Asking, account: AccountView): Promise<AutomaticReplies | null> {
  if (!seesReplies(account.sight)) return null;
  return (await reads.replies(repliesId(account)))?.replies ?? NO_REPLIES;
}
