import type { CallbackRefusal } from './callback-record.js';
import type { MessageCrypto, Stamp } from '../messages/message-crypto.js';

/** How far WeChat's clock may be from ours. */
export const WINDOW_MS = 5 * 60_000;

const LONGEST_NONCE = 128;

/** A request that may go on to be read. */
export interface Admitted extends Stamp {
  /** `msg_signature`, not checked yet: it covers the body. */
  readonly signature: string;
  /** Whether the sender has shown already that it knows our token. */
  readonly proven: boolean;
}

export type Admission =
  { readonly ok: true; readonly admitted: Admitted } | { readonly ok: false; readonly refusal: CallbackRefusal };

/**
 * What can be refused before the body is received (wechat protocol §1.3): so whoever does not know our token costs no
 * memory, as far as it gives a `signature` at all.
 */
export function admit(query: unknown, crypto: Pick<MessageCrypto, 'isFromWeChat'>, now: number): Admission {
  const { timestamp, nonce, msg_signature: signature, signature: origin } = query as Readonly<Record<string, unknown>>;
  const refused = (refusal: CallbackRefusal): Admission => ({ ok: false, refusal });
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') {
    return refused('REQUEST');
  }
  if (!/^\d{1,11}$/.test(timestamp) || nonce === '' || nonce.length > LONGEST_NONCE) return refused('REQUEST');
  if (Math.abs(Number(timestamp) * 1_000 - now) > WINDOW_MS) return refused('TIME_STAMP');
  const stamp = { timestamp, nonce };
  if (origin !== undefined && !(typeof origin === 'string' && crypto.isFromWeChat(origin, stamp))) {
    return refused('SIGNATURE');
  }
  return { ok: true, admitted: { ...stamp, signature, proven: origin !== undefined } };
}
