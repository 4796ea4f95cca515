import { isDeepStrictEqual } from 'node:util';
import type { Leases } from '../../leases/leases.js';
import { LeaseBusyError, withLease } from '../../leases/with-lease.js';
import type { Fence, Vault } from '../../vault/vault.js';
import { WeChatUnavailableError } from '../../wechat/component-platform.js';

/** What tokens are kept with. */
export interface TokenKeeping {
  readonly vault: Vault;
  readonly leases: Leases;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A token as it lies in the vault, perhaps among other things. */
export interface StoredToken {
  readonly accessToken: string | null;
  /** ISO 8601. */
  readonly accessTokenExpiresAt: string | null;
}

/** A token to be used now. Never logged, never told but to WeChat or to a service that may ask (R29). */
export interface GoodToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Another one for each token. */
  readonly version: number;
}

export interface KeptTokenOptions<Stored> {
  /** Name in the vault. */
  readonly name: string;
  /** Has WeChat make the next token, given what is stored now. */
  readonly renew: (stored: Stored | null) => Promise<Stored>;
  /** Whether what is stored is to be used at all. */
  readonly isUsable?: (stored: Stored) => boolean;
  /** Asked once more after something was stored where nothing was; what is not wanted any more is erased again. */
  readonly isWanted?: () => Promise<boolean>;
}

/** A token is renewed between this and twice this long before its end, each at another moment; milliseconds. */
const EARLY_MS = 300_000;
/** A token with less left than this is not handed out even when there is no newer one, milliseconds. */
const LEAST_MS = 60_000;
/** After an attempt to renew a token that still lives, the next one waits this long, milliseconds. */
const EARLY_PAUSE_MS = 30_000;
/** A process that dies while renewing keeps the others waiting this long, milliseconds. */
const LEASE_MS = 15_000;
/** How long to wait for another process that is renewing, milliseconds. */
const PATIENCE_MS = 10_000;
const AGAIN_SECONDS = 2;

interface Read<Stored> {
  readonly stored: Stored | null;
  /** Of what lies in the vault, usable or not. */
  readonly version: number | null;
  readonly good: GoodToken | null;
}

/**
 * One token in the vault, shared by all processes (wechat protocol §4.10). Renewed early and by one at a time: one
 * flight in the process, a lease across processes, looked at again under the lease, and stored only over what was there,
 * so that who is late overwrites nothing newer.
 */
export class KeptToken<Stored extends StoredToken> {
  #renewing: Promise<GoodToken> | null = null;
  #earlyFrom = 0;

  constructor(
    private readonly keeping: TokenKeeping,
    private readonly options: KeptTokenOptions<Stored>,
  ) {}

  /** @throws WeChatUnavailableError and what renewing throws, unless the token kept is still good */
  async get(): Promise<GoodToken> {
    const { good } = await this.#read();
    if (good !== null && !this.#isDue(good)) return good;
    const stillGood = this.#still(good);
    if (stillGood !== null && this.keeping.clock() < this.#earlyFrom) return stillGood;
    try {
      return await this.#renewOnce();
    } catch (error) {
      // Read again: it may have been refused meanwhile.
      const left = error instanceof WeChatUnavailableError ? this.#still((await this.#read()).good) : null;
      if (left !== null) return left;
      throw error;
    }
  }

  /** WeChat refused this token. Only that one is dropped: a newer one may be kept by now. */
  async refused(token: string): Promise<void> {
    const { stored, version } = await this.#read();
    if (stored?.accessToken !== token) return;
    await this.#replace(withoutToken(stored), version);
  }

  #renewOnce(): Promise<GoodToken> {
    this.#renewing ??= this.#renewUnderLease().finally(() => {
      this.#renewing = null;
      this.#earlyFrom = this.keeping.clock() + EARLY_PAUSE_MS;
    });
    return this.#renewing;
  }

  async #renewUnderLease(): Promise<GoodToken> {
    const terms = { ttl: LEASE_MS, patience: PATIENCE_MS };
    try {
      return await withLease(this.keeping.leases, `renew/${this.options.name}`, terms, ({ fence }) =>
        this.#renew(fence),
      );
    } catch (error) {
      if (!(error instanceof LeaseBusyError)) throw error;
      throw new WeChatUnavailableError('WeChat keeps another process waiting for a token.', AGAIN_SECONDS);
    }
  }

  async #renew(fence: Fence): Promise<GoodToken> {
    const before = await this.#read();
    // Somebody else has renewed it while this one waited.
    if (before.good !== null && !this.#isDue(before.good)) return before.good;
    const renewed = await this.options.renew(before.stored);
    const stored = await this.#store(renewed, before, fence);
    if (stored && before.version === null && (await this.options.isWanted?.()) === false)
      await this.keeping.vault.erase(this.options.name);
    const after = await this.#read();
    // Whatever is there now: this one's, or what someone has put in its place meanwhile.
    if (after.good !== null) return after.good;
    throw new WeChatUnavailableError('The token was taken away while it was renewed.', AGAIN_SECONDS);
  }

  async #read(): Promise<Read<Stored>> {
    const kept = await this.keeping.vault.getVersioned(this.options.name);
    if (kept === null) return { stored: null, version: null, good: null };
    const { version } = kept;
    const stored = JSON.parse(kept.secret) as Stored;
    if (this.options.isUsable?.(stored) === false) return { stored: null, version, good: null };
    const { accessToken: token, accessTokenExpiresAt: expiresAt } = stored;
    if (token === null || expiresAt === null) return { stored, version, good: null };
    const good = { token, expiresAt, version };
    return { stored, version, good: this.#left(good) > 0 ? good : null };
  }

  /**
   * Over what was there before; also where only its token, which WeChat may take no more by now, was refused meanwhile, or
   * where the rest of what was renewed has only just been put there.
   */
  async #store(renewed: Stored, before: Read<Stored>, fence: Fence): Promise<boolean> {
    if (await this.#replace(renewed, before.version, fence)) return true;
    const now = await this.#read();
    const expected = [...(before.stored === null ? [] : [before.stored]), renewed].map(withoutToken);
    const lacksOnlyToken = expected.some((stored) => isDeepStrictEqual(now.stored, stored));
    return lacksOnlyToken && this.#replace(renewed, now.version, fence);
  }

  #replace(stored: Stored, expected: number | null, fence?: Fence): Promise<boolean> {
    return this.keeping.vault.replace(this.options.name, JSON.stringify(stored), expected, fence);
  }

  #still(good: GoodToken | null): GoodToken | null {
    return good !== null && this.#left(good) >= LEAST_MS ? good : null;
  }

  #left({ expiresAt }: GoodToken): number {
    return Date.parse(expiresAt) - this.keeping.clock();
  }

  /** Its version being random, so is how early it is renewed: those fetched together are not renewed together. */
  #isDue(good: GoodToken): boolean {
    return this.#left(good) < EARLY_MS + (good.version % EARLY_MS);
  }
}

const withoutToken = <Stored extends StoredToken>(stored: Stored): Stored => ({
  ...stored,
  accessToken: null,
  accessTokenExpiresAt: null,
});
