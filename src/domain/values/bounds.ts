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
