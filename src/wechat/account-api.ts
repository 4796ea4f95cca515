import type { z } from 'zod';

/** One call of WeChat's API in the name of an official account (wechat protocol §6, §7.5). */
export interface AccountCall<T> {
  readonly method: 'GET' | 'POST';
  /** Such as `/cgi-bin/menu/create`. */
  readonly path: string;
  /** Of a POST: sent as JSON in raw UTF-8. */
  readonly body?: object;
  /** What is used of the answer; fields that are not named are ignored. */
  readonly shape: z.ZodType<T>;
  /** Sending it twice does no harm, so that it may be sent again when no answer came. */
  readonly repeatable: boolean;
  /** What must not appear in a message, beside the token (R29). */
  readonly secrets?: readonly string[];
}

/** Calls in the name of an authorized account, with a valid access token of its newest grant. */
export interface AccountApi {
  /**
   * @throws WeChatRefusedError when WeChat says no, NotAuthorizedError when the account does not authorize us (any more),
   * WeChatUnavailableError when there is no answer or only a busy one: whether it was done is then unknown
   */
  call<T>(appId: string, call: AccountCall<T>): Promise<T>;
}
