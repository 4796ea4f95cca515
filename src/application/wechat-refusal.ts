import type { Refusal } from '../domain/refusal.js';
import { WeChatRefusedError, WeChatUnavailableError } from '../wechat/component-platform.js';

export type FromWeChat<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

/** What WeChat said, with its expected ways of saying no as values. */
export async function asRefusalOfWeChat<Value>(ask: () => Promise<Value>): Promise<FromWeChat<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof WeChatRefusedError) {
      return { ok: false, refusal: { code: 'WECHAT_REFUSED', errcode: error.errcode, errmsg: error.errmsg } };
    }
    if (error instanceof WeChatUnavailableError) {
      return {
        ok: false,
        refusal: { code: 'WECHAT_UNAVAILABLE', retryAfterSeconds: error.retryAfterSeconds },
      };
    }
    throw error;
  }
}
