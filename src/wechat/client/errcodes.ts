/**
 * What is to be done about an error code of WeChat:
 * - `RETRY`: a passing trouble; the same request may be sent again soon, where it is safe to repeat;
 * - `LATER`: a limit is reached; asking again at once makes it worse;
 * - `TOKEN`: the access token that was sent along, the platform's or an account's, is no longer good; the request did
 *   nothing and is sent once more with a fresh one;
 * - `CONFIGURATION`: WeChat refuses the platform itself; its operator has to mend something;
 * - `AUTHORIZE`: the account's administrator has to authorize again, unless WeChat still lists the grant;
 * - `REFUSE`: the answer to this request is no.
 */
export type ErrcodeAction = 'RETRY' | 'LATER' | 'TOKEN' | 'CONFIGURATION' | 'AUTHORIZE' | 'REFUSE';

export interface ErrcodeMeaning {
  readonly action: ErrcodeAction;
  /** When it makes sense to ask again, seconds; 0 where it never does. */
  readonly retryAfterSeconds: number;
}

const SOON = 2;
const A_MINUTE = 60;
/** Tickets are pushed every ten minutes. */
const NEXT_TICKET = 600;
const AN_HOUR = 3_600;

/** Codes of WeChat that mean anything else than no (wechat protocol §5). */
const MEANINGS: ReadonlyMap<number, ErrcodeMeaning> = new Map(
  (
    [
      [-1, 'RETRY', SOON], // system error
      [40001, 'TOKEN', 0], // credential invalid or not the latest
      [40014, 'TOKEN', 0], // invalid access_token
      [42001, 'TOKEN', 0], // access_token expired
      [42006, 'TOKEN', 0], // component_access_token expired
      [45009, 'LATER', AN_HOUR], // daily quota
      [45011, 'LATER', A_MINUTE], // limit per minute
      [61005, 'CONFIGURATION', NEXT_TICKET], // no ticket for twelve hours
      [61006, 'CONFIGURATION', NEXT_TICKET], // ticket invalid
      [40091, 'CONFIGURATION', NEXT_TICKET], // component ticket invalid
      [40094, 'CONFIGURATION', NEXT_TICKET], // component credential invalid
      [40013, 'CONFIGURATION', AN_HOUR], // invalid appid
      [40066, 'CONFIGURATION', AN_HOUR], // wrong API path
      [40125, 'CONFIGURATION', AN_HOUR], // invalid appsecret
      [41002, 'CONFIGURATION', AN_HOUR], // appid missing
      [41004, 'CONFIGURATION', AN_HOUR], // appsecret missing
      [41018, 'CONFIGURATION', AN_HOUR], // component_appid missing
      [41019, 'CONFIGURATION', AN_HOUR], // component_appsecret missing
      [41020, 'CONFIGURATION', AN_HOUR], // component_verify_ticket missing
      [61004, 'CONFIGURATION', AN_HOUR], // address not whitelisted
      [61011, 'CONFIGURATION', AN_HOUR], // invalid component
      [61024, 'CONFIGURATION', AN_HOUR], // the appid is no component's
      [61028, 'CONFIGURATION', AN_HOUR], // component unpublished
      [40164, 'CONFIGURATION', AN_HOUR], // address not whitelisted
      [41021, 'CONFIGURATION', AN_HOUR], // component_access_token missing
      [42002, 'AUTHORIZE', 0], // refresh_token expired
      [61003, 'AUTHORIZE', 0], // the account does not authorize this platform
      [61023, 'AUTHORIZE', 0], // refresh_token missing or superseded
    ] as const
  ).map(([errcode, action, retryAfterSeconds]) => [errcode, { action, retryAfterSeconds }]),
);

const NO: ErrcodeMeaning = { action: 'REFUSE', retryAfterSeconds: 0 };

/** Codes that the table does not know are a no to this request: repeating them blindly spends quota. */
export function meaningOf(errcode: number): ErrcodeMeaning {
  return MEANINGS.get(errcode) ?? NO;
}

/** In an account's name they speak of what was asked for: an address in a menu, another account's appid. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([40013, 40066]);

/** As `meaningOf`, of a call in an account's name. */
export function meaningForAccount(errcode: number): ErrcodeMeaning {
  return OF_THE_REQUEST.has(errcode) ? NO : meaningOf(errcode);
}
