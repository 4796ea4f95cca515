/** What WeChat gave. */
export interface FetchedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Keeps the platform's token and has it fetched when needed. */
export interface TokenSource {
  /** @throws what fetching throws, unless the token held is still good */
  get(): Promise<string>;
  /** WeChat refused this token. Only that one is dropped: a newer one may be held by now. */
  refused(token: string): Promise<void>;
}

/** What keeps the token, given what fetches it. */
export type MakeTokenSource = (fetchToken: () => Promise<FetchedToken>) => TokenSource;
