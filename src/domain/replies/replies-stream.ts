import type { EventToWrite } from '../event.js';
import { plainState } from '../plain-state.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { AutomaticReplies, RepliesEvent } from './events.js';

const PREFIX = 'replies-';

export const NO_REPLIES: AutomaticReplies = { onSubscribe: null, keywords: [], byDefault: null };

/** Names the replies of one tenure of an account: they end with it (R7). */
export const repliesId = ({ appId, tenure }: { readonly appId: string; readonly tenure: number }): string =>
  `${appId}-${tenure}`;

/** `replies-{appId}-{tenure}`: the automatic replies of one tenure. */
export const repliesStream: StreamKind<AutomaticReplies, RepliesEvent> = {
  prefix: PREFIX,
  initial: NO_REPLIES,
  evolve: (_, { event }) => event.data.replies,
  upcast: firstShapes<RepliesEvent>(PREFIX, { AutomaticRepliesSet: true }),
  ...plainState<AutomaticReplies>(1, 10),
};

/** An event for the tenure that it names. It concerns the account's owner. */
export const toReplies = (event: RepliesEvent): EventToWrite<RepliesEvent> => ({
  stream: streamOf(repliesStream, repliesId(event.data)),
  event,
  tenant: event.data.owner,
});
