import { cleanText } from '../values/text.js';
import type { AutomaticReplies, KeywordReply, Reply } from './events.js';

/** What of a resident's message decides about the answer. */
export interface Incoming {
  /** WeChat's MsgType: `text`, `image`, `event`, … */
  readonly type: string;
  /** Of a text. */
  readonly content: string | null;
  /** Of an event, in WeChat's own case. */
  readonly event: string | null;
  readonly eventKey: string | null;
}

/**
 * R26. Following the account is greeted; a click on a menu button answers like the keyword that equals its key, in
 * whichever rule it stands; of any other event nothing is said. Any message is answered by the first rule that fits, or
 * by default.
 */
export function replyTo({ onSubscribe, keywords, byDefault }: AutomaticReplies, incoming: Incoming): Reply | null {
  const { type, content, event, eventKey } = incoming;
  if (type !== 'event') return (content === null ? null : firstThatFits(keywords, content)) ?? byDefault;
  if (event === 'subscribe') return onSubscribe;
  if (event !== 'CLICK' || eventKey === null) return null;
  const key = comparable(eventKey);
  return keywords.find((rule) => rule.keywords.some((keyword) => comparable(keyword) === key))?.reply ?? null;
}

function firstThatFits(rules: readonly KeywordReply[], content: string): Reply | null {
  const text = comparable(content);
  const fits: Readonly<Record<KeywordReply['match'], (keyword: string) => boolean>> = {
    CONTAINS: (keyword) => text.includes(keyword),
    EQUALS: (keyword) => text === keyword,
  };
  return rules.find(({ keywords, match }) => keywords.map(comparable).some(fits[match]))?.reply ?? null;
}

/** Texts are compared without blanks at the ends, in Unicode's composed form and regardless of case. */
export const comparable = (text: string): string => cleanText(cleanText(text).toLowerCase());
