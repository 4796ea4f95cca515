/** Bounds of the contract: beyond them a request is refused, never silently cut. */

export const NAME_LENGTH = 100;
export const EXTERNAL_ID_LENGTH = 64;
export const ID_LENGTH = 128;
export const IDEMPOTENCY_KEY_LENGTH = 128;
export const REASON_LENGTH = 500;
export const URL_LENGTH = 2_048;
export const LIST_SIZE = 1_000;
export const SHARE_CODES_AT_ONCE = 100;
export const PAYMENT_INTERFACES_AN_ACCOUNT = 50;
/** R21, R7: communities that one command may unbind on the side. */
export const UNBOUND_AT_ONCE = 5_000;
/** R10. */
export const SHARE_CODE_HOURS = 24;
/** What people type for a share code, with whatever spaces and dashes. */
export const SHARE_CODE_TEXT_LENGTH = 128;

/** R26: keyword rules of an account, keywords of a rule, and characters of one: a menu button's key (128 bytes) fits in. */
export const KEYWORD_RULES = 200;
export const KEYWORDS_A_RULE = 10;
export const KEYWORD_LENGTH = 128;
/** Bytes of a text, as WeChat counts them (wechat protocol §7.4). */
export const REPLY_TEXT_BYTES = 2_048;
export const MEDIA_ID_LENGTH = 256;
export const ARTICLE_TITLE_LENGTH = 64;
export const ARTICLE_DESCRIPTION_LENGTH = 120;
/** WeChat shows one article in answer to a message, and up to eight in answer to an event. */
export const ARTICLES_IN_ANSWER_TO_A_MESSAGE = 1;
export const ARTICLES_ON_SUBSCRIBE = 8;
/** All replies of an account together, as JSON: they are one event. */
export const REPLIES_BYTES = 262_144;
/** Of GraphQL's Int. */
export const GREATEST_INT = 2 ** 31 - 1;
