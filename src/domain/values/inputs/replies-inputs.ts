import type { AutomaticReplies, KeywordMatch, KeywordReply } from '../../replies/events.js';
import { comparable } from '../../replies/reply-to.js';
import * as bounds from '../bounds.js';
import { byteLengthOf } from '../text.js';
import { Problems, type Validated } from '../validation.js';
import type { AccountInput } from './keyed.js';
import { reply, type GivenReply } from './reply-input.js';

type Path = readonly string[];

interface GivenKeywordReply {
  readonly keywords: readonly string[];
  readonly match: KeywordMatch;
  readonly reply: GivenReply;
}

/** The whole set as it is sent. */
export interface GivenReplies {
  readonly onSubscribe?: GivenReply | null;
  readonly keywords: readonly GivenKeywordReply[];
  readonly byDefault?: GivenReply | null;
}

/**
 * R26: the whole set. 0–200 rules of 1–10 keywords with 1–128 characters each; a text has 1–2,048 bytes; news have one
 * article, on subscribing up to eight; all together is at most 256 KiB. A keyword that could never answer because an
 * earlier rule of the same match has it is a DUPLICATE.
 */
export function validateSetAutomaticReplies(
  input: AccountInput & { readonly replies: GivenReplies },
): Validated<AccountInput & { readonly replies: AutomaticReplies }> {
  const v = new Problems();
  const { idempotencyKey, appId } = input;
  return v.result({
    idempotencyKey: v.idempotencyKey(idempotencyKey),
    appId: v.appId(appId),
    replies: automaticReplies(v, input.replies, ['replies']),
  });
}

function automaticReplies(v: Problems, given: GivenReplies, path: Path): AutomaticReplies {
  const single = (one: GivenReply | null | undefined, slot: string, maxArticles: number) =>
    one == null ? null : reply(v, one, [...path, slot], maxArticles);
  const replies: AutomaticReplies = {
    onSubscribe: single(given.onSubscribe, 'onSubscribe', bounds.ARTICLES_ON_SUBSCRIBE),
    keywords: keywordReplies(v, given.keywords, [...path, 'keywords']),
    byDefault: single(given.byDefault, 'byDefault', bounds.ARTICLES_IN_ANSWER_TO_A_MESSAGE),
  };
  const max = bounds.REPLIES_BYTES;
  if (byteLengthOf(JSON.stringify(replies)) > max) v.add('TOO_LONG', path, { max, unit: 'bytes' });
  return replies;
}

function keywordReplies(v: Problems, given: readonly GivenKeywordReply[], path: Path): readonly KeywordReply[] {
  if (!v.listSize(given, path, { min: 0, max: bounds.KEYWORD_RULES })) return [];
  const before: Readonly<Record<KeywordMatch, Set<string>>> = { CONTAINS: new Set(), EQUALS: new Set() };
  return given.map(({ keywords, match, reply: answer }, index) => {
    const at = [...path, String(index)];
    return {
      keywords: keywordsOf(v, keywords, [...at, 'keywords'], before[match]),
      match,
      reply: reply(v, answer, [...at, 'reply'], bounds.ARTICLES_IN_ANSWER_TO_A_MESSAGE),
    };
  });
}

/** @param before keywords of earlier rules with the same match, to which these are added */
function keywordsOf(v: Problems, given: readonly string[], path: Path, before: Set<string>): readonly string[] {
  if (!v.listSize(given, path, { max: bounds.KEYWORDS_A_RULE })) return [];
  return given.map((each, index) => {
    const at = [...path, String(index)];
    const keyword = v.text(each, at, bounds.KEYWORD_LENGTH);
    const same = comparable(keyword);
    if (before.has(same)) v.add('DUPLICATE', at);
    before.add(same);
    return keyword;
  });
}
