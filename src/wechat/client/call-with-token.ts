import { meaningOf, type ErrcodeMeaning } from './errcodes.js';
import type { Answer } from './exchange.js';
import type { Failure } from './failures.js';

export interface CallWithToken<Token, T> {
  readonly token: () => Promise<Token>;
  /** WeChat refused this token: the next one is to be another. False where there will be none so soon. */
  readonly refused: (token: Token) => Promise<boolean>;
  readonly send: (token: Token) => Promise<Answer<T>>;
  /** What the caller is to hear of WeChat's refusal; `tokens`: the last one used first. */
  readonly failed: (failure: Failure, tokens: readonly [Token, ...Token[]]) => Error;
  readonly meaning?: (errcode: number) => ErrcodeMeaning;
}

/**
 * A call with a token; once more with another one when WeChat no longer takes it: refused for its token it was not done.
 * @throws what `failed` returns, and what getting tokens and sending throw
 */
export async function callWithToken<Token, T>(call: CallWithToken<Token, T>): Promise<T> {
  const { meaning = meaningOf } = call;
  const token = await call.token();
  const answer = await call.send(token);
  if (answer.ok) return answer.value;
  const isForToken = meaning(answer.errcode).action === 'TOKEN';
  if (!isForToken || !(await call.refused(token))) throw call.failed(answer, [token]);
  const fresh = await call.token();
  const second = await call.send(fresh);
  if (second.ok) return second.value;
  throw call.failed(second, [fresh, token]);
}
