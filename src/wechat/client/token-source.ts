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

export type MakeTokenSource = (fetchToken: () => Promise<FetchedToken>) => TokenSource;

/** The token is known to this process alone: for a platform that nothing else acts for. */
export const tokenOfProcess =
  (clock: () => number): MakeTokenSource =>
  (fetchToken) =>
    new TokenOfProcess(fetchToken, clock);

/** A token is renewed this long before it ends, or a fifth of its life before, whichever is less; milliseconds. */
const EARLY = 600_000;
const EARLY_SHARE = 0.2;

/** Fetched when needed, by one fetch at a time (§4.10). */
class TokenOfProcess implements TokenSource {
  private held: (FetchedToken & { readonly renewAt: number }) | null = null;
  private fetching: Promise<string> | null = null;

  constructor(
    private readonly fetchToken: () => Promise<FetchedToken>,
    private readonly clock: () => number,
  ) {}

  async get(): Promise<string> {
    const { held } = this;
    const now = this.clock();
    if (held !== null && now < held.renewAt) return held.token;
    try {
      return await this.renew();
    } catch (error) {
      // It was too early to worry: the old token ends later, and the next caller tries again.
      if (held !== null && this.held === held && now < held.expiresAt) return held.token;
      throw error;
    }
  }

  refused(token: string): Promise<void> {
    if (this.held?.token === token) this.held = null;
    return Promise.resolve();
  }

  private renew(): Promise<string> {
    this.fetching ??= this.fetchAndHold().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetchAndHold(): Promise<string> {
    const { token, expiresAt } = await this.fetchToken();
    const life = expiresAt - this.clock();
    this.held = { token, expiresAt, renewAt: expiresAt - Math.min(EARLY, life * EARLY_SHARE) };
    return token;
  }
}
