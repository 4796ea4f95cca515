/** An access token to act in an account's name, and the number of the grant that it comes from. */
export interface AccountToken {
  readonly token: string;
  readonly grant: number;
}

/** Where calls in an account's name get their tokens, and what they tell of them. */
export interface AccountTokens {
  /** @throws NotAuthorizedError, WeChatRefusedError, WeChatUnavailableError */
  get(appId: string): Promise<AccountToken>;
  /** WeChat refused this token: the next one is to be another. False where there will be none so soon after the last. */
  refused(appId: string, token: AccountToken): Promise<boolean>;
  /** WeChat said that the account does not authorize this platform (61003). */
  notAuthorized(appId: string, token: AccountToken): void;
}
