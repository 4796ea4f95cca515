/** WeChat's own words for its error codes. */
const MESSAGES: ReadonlyMap<number, string> = new Map([
  [40001, 'invalid credential, access_token is invalid or not latest'],
  [40013, 'invalid appid'],
  [40066, 'invalid url'],
  [40097, 'invalid args'],
  [40125, 'invalid appsecret'],
  [41001, 'access_token missing'],
  [41018, 'component_appid missing'],
  [41019, 'component_appsecret missing'],
  [41020, 'component_verify_ticket missing'],
  [42001, 'access_token expired'],
  [43002, 'require POST method'],
  [44002, 'empty post data'],
  [47001, 'data format error'],
  [61003, 'component is not authorized by this account'],
  [61005, 'component ticket is expired'],
  [61006, 'component ticket is invalid'],
  [61009, 'code is invalid'],
  [61010, 'code is expired'],
  [61014, 'must use component token for component api'],
  [61023, 'refresh_token is invalid'],
]);

/** WeChat answers with an error code, under HTTP status 200. */
export class WeChatFault extends Error {
  constructor(readonly errcode: number) {
    super(MESSAGES.get(errcode) ?? 'unknown error');
    this.name = new.target.name;
  }
}
