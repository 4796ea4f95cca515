import { WeChatRefusedError, type ComponentPlatform, type Grant } from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';

/** By which a single-use code is known again: redirect and push bring the same one. */
export const codeDigest = (identities: CommandIdentities, code: string): string =>
  identities.ofSecret('authorization-code', code);

/** WeChat's codes for an authorization code that was used, is too old, or is none (§4.3). */
const SPENT: ReadonlySet<number> = new Set([61009, 61010, 40097]);

export const saysSpent = (error: unknown): error is WeChatRefusedError =>
  error instanceof WeChatRefusedError && SPENT.has(error.errcode);

/** What is kept of an exchange on disk. */
export interface Exchange {
  /** When WeChat was asked first, ISO 8601: absent while the code can only have been spent by somebody else. */
  readonly askedAt?: string;
  /** What WeChat gave for the code, once; null while its answer did not reach the disk. */
  readonly grant: Grant | null;
}

export interface Exchanging<Kept extends Exchange> {
  readonly platform: Pick<ComponentPlatform, 'queryAuthorization'>;
  /** Resolves when it is on disk. */
  readonly keep: (kept: Kept) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An exchange as it is kept now; or the code was spent, by all appearances for us, and the answer lost. */
export type Exchanged<Kept extends Exchange> =
  | { readonly kept: Kept; readonly lost: null }
  | { readonly kept: Kept & { readonly askedAt: string }; readonly lost: WeChatRefusedError };

/**
 * A code cannot be exchanged twice: that WeChat is asked is on disk before it is, and what it brought before anything
 * else is tried.
 *
 * @throws WeChatRefusedError, WeChatUnavailableError
 */
export async function exchangeOnce<Kept extends Exchange>(
  code: string,
  kept: Kept,
  { platform, keep, now }: Exchanging<Kept>,
): Promise<Exchanged<Kept>> {
  if (kept.grant !== null) return { kept, lost: null };
  const asked = { ...kept, askedAt: kept.askedAt ?? new Date(now()).toISOString() };
  await keep(asked);
  try {
    const exchanged = { ...asked, grant: await platform.queryAuthorization(code) };
    await keep(exchanged);
    return { kept: exchanged, lost: null };
  } catch (error) {
    if (kept.askedAt !== undefined && saysSpent(error)) return { kept: asked, lost: error };
    throw error;
  }
}
