import type { z } from 'zod';
import { WeChatUnavailableError } from '../component-platform.js';
import { meaningOf } from './errcodes.js';
import { type Answer, exchange, type Exchange, type Message, NoAnswerError } from './exchange.js';
import { SOON_SECONDS } from './failures.js';
import { DEFAULT_RETRY, pause, type RetryPolicy } from './retry.js';

export interface SenderOptions extends Exchange {
  readonly retry?: RetryPolicy;
}

export interface Sending<T> extends Message {
  /** What is used of the answer. */
  readonly shape: z.ZodType<T>;
  /** Sending it twice does no harm. */
  readonly repeatable: boolean;
}

/** Sends to WeChat until there is an answer that is not passing trouble, or until it may not be sent again. */
export class Sender {
  private readonly retry: RetryPolicy;

  constructor(private readonly options: SenderOptions) {
    this.retry = options.retry ?? DEFAULT_RETRY;
  }

  /** @throws WeChatUnavailableError when there is no answer: whether WeChat did what was asked is unknown */
  async send<T>(sending: Sending<T>): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const last = !sending.repeatable || attempt >= this.retry.attempts;
      try {
        const answer = await exchange(this.options, sending, sending.shape);
        if (last || answer.ok || meaningOf(answer.errcode).action !== 'RETRY') return answer;
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        if (last) throw new WeChatUnavailableError(error.message, SOON_SECONDS, { cause: error });
      }
      await pause(this.retry, attempt);
    }
  }
}
