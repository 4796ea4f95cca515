import type { MessageRefusal } from './message-refused.js';

/** What a callback is; `PUSH` and `MESSAGE` by the address alone where it was refused before it was read. */
export type CallbackKind =
  | 'PUSH'
  | 'TICKET'
  | 'AUTHORIZED'
  | 'AUTHORIZATION_UPDATED'
  | 'UNAUTHORIZED'
  | 'OTHER_PUSH'
  /** What a resident wrote or did; which of it is not told apart (R26). */
  | 'MESSAGE';

/** What the sender did wrong. */
export type CallbackRefusal =
  /** The address names no account. */
  | 'ADDRESS'
  /** The query lacks something, or the body cannot be received. */
  | 'REQUEST'
  | 'CONTENT_TYPE'
  | 'TOO_LARGE'
  /** Too far from our clock. */
  | 'TIME_STAMP'
  | 'SIGNATURE'
  /** The body is no envelope. */
  | 'ENVELOPE'
  /** Signed rightly, but none of our keys opens it. */
  | 'CIPHERTEXT'
  /** Of or for another platform. */
  | 'APP_ID'
  /** What came out is nothing that WeChat sends. */
  | 'CONTENT';

/** What was our fault: `SLOW` did not end within the time that WeChat waits. */
export type CallbackTrouble = 'FAILED' | 'SLOW' | 'OVERLOADED';

/** `DUPLICATE` had been taken before and brought nothing about; `FAILED` is sent again by WeChat. */
export type CallbackOutcome = 'ACCEPTED' | 'DUPLICATE' | 'REFUSED' | 'FAILED';

export type CallbackReason = CallbackRefusal | MessageRefusal | CallbackTrouble;

/** One callback as it is remembered: nothing of its contents, no resident (R26). */
export interface CallbackRecord {
  /** When it came, ISO 8601. */
  readonly time: string;
  readonly kind: CallbackKind;
  /** Of the account that it concerns, if that is known. */
  readonly appId: string | null;
  readonly outcome: CallbackOutcome;
  readonly reason: CallbackReason | null;
  /** Until it was answered, milliseconds. */
  readonly durationMs: number;
}
