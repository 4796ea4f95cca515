import type { UnreadableError } from './message-crypto.js';

export type AttemptOutcome =
  /** Taken: `success`, or to a message also nothing or a valid reply. */
  | 'ACCEPTED'
  /** Status 200 and a body that WeChat cannot use. */
  | 'MALFORMED'
  /** Another status. */
  | 'REFUSED'
  | 'TIMED_OUT'
  /** No connection, or one that broke. */
  | 'UNREACHABLE';

export interface Attempt {
  readonly outcome: AttemptOutcome;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  /** What is wrong with the answer, or null. */
  readonly reason: string | null;
}

/** One thing that WeChat told the platform, with all attempts at it. */
export interface Delivery {
  /** InfoType of a push (`component_verify_ticket`, …), or MsgType of a message, with the Event of an event: `event CLICK`. */
  readonly kind: string;
  /** The account that it is about. */
  readonly appId: string | null;
  readonly attempts: readonly Attempt[];
  /**
   * LOST: a fault kept it from being sent. NOT_SENT: nobody is to be told of it, such as messages to an account that does
   * not grant them, or there is no URL to send it to.
   */
  readonly outcome: 'ACKNOWLEDGED' | 'FAILED' | 'LOST' | 'NOT_SENT';
}

/** What nobody is told of. */
export const notSent = (kind: string, appId: string | null): Delivery => ({
  kind,
  appId,
  attempts: [],
  outcome: 'NOT_SENT',
});

/** What was made of the answer to an attempt. */
export type Verdict<T> =
  | { readonly outcome: 'ACCEPTED'; readonly reply: T | null }
  | { readonly outcome: 'MALFORMED'; readonly reason: UnreadableError };

/** Something to tell the platform. */
export interface Letter<T> {
  readonly kind: string;
  readonly appId: string | null;
  readonly url: string;
  /** Of the account, or the component's app id under its own name: the element beside `Encrypt` (wechat protocol §1.1). */
  readonly envelope: readonly ['AppId' | 'ToUserName', string];
  /** Further parameters of the URL. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly xml: string;
  /** Looks at the body of an answer with status 200. `key`: what the letter was encrypted with. */
  readonly judge: (body: string, key: string) => Verdict<T>;
  /** Whether an answer that WeChat cannot use is worth another attempt. */
  readonly insist: boolean;
}

export interface Delivered<T> {
  readonly delivery: Delivery;
  /** Of the attempt that was accepted. */
  readonly reply: T | null;
}
