import type { Tenure } from '../account/standing.js';
import type { DomainEvent } from '../event.js';

/** Stored names and shapes of the stream `replies-{appId}-{tenure}` (R26). Nothing of a resident is ever in them. */

export interface ReplyArticle {
  readonly title: string;
  readonly description: string | null;
  readonly url: string;
  readonly pictureUrl: string | null;
}

/** What an account answers: one message of WeChat's passive replies (wechat protocol §7.4). */
export type Reply =
  | { readonly type: 'TEXT'; readonly text: string }
  /** The id of material that was uploaded at WeChat. */
  | { readonly type: 'IMAGE'; readonly mediaId: string }
  | { readonly type: 'NEWS'; readonly articles: readonly ReplyArticle[] };

export type KeywordMatch = 'CONTAINS' | 'EQUALS';

export interface KeywordReply {
  readonly keywords: readonly string[];
  readonly match: KeywordMatch;
  readonly reply: Reply;
}

/** The whole set: each of its parts may be missing. */
export interface AutomaticReplies {
  readonly onSubscribe: Reply | null;
  /** The first that fits answers. */
  readonly keywords: readonly KeywordReply[];
  readonly byDefault: Reply | null;
}

/** The owner set its automatic replies: these, and no others any more. */
export type AutomaticRepliesSet = DomainEvent<'AutomaticRepliesSet', Tenure & { readonly replies: AutomaticReplies }>;

export type RepliesEvent = AutomaticRepliesSet;
