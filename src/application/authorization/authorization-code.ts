import { WeChatRefusedError } from '../../wechat/component-platform.js';
import type { CommandIdentities } from '../command-identity.js';

/** By which a single-use code is known again: redirect and push bring the same one. */
export const codeDigest = (identities: CommandIdentities, code: string): string =>
  identities.ofSecret('authorization-code', code);

/** WeChat's codes for an authorization code that was used, is too old, or is none (§4.3). */
const SPENT: ReadonlySet<number> = new Set([61009, 61010, 40097]);

export const saysSpent = (error: unknown): boolean => error instanceof WeChatRefusedError && SPENT.has(error.errcode);
