/** Messages that an account sends a follower on its own initiative, not in answer to a request (wechat protocol §7.5). */
export interface CustomerService {
  /**
   * Sends a text in the account's name with an access token of it. Sent twice it would be shown twice: it never is.
   * @param to the follower's openid
   * @throws WeChatRefusedError, WeChatUnavailableError when it is not known to have been sent; neither names the follower
   */
  sendText(accessToken: string, to: string, text: string): Promise<void>;
}
