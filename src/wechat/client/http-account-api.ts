import type { AccountApi, AccountCall } from '../account-api.js';
import { NotAuthorizedError } from '../component-platform.js';
import type { AccountToken, AccountTokens } from './account-tokens.js';
import { meaningForAccount } from './errcodes.js';
import type { Answer } from './exchange.js';
import { failureOf, type Failure } from './failures.js';
import { Sender, type SenderOptions } from './sender.js';

/** WeChat's API in the name of authorized accounts, over HTTP (wechat protocol §6, §7.5). */
export class HttpAccountApi implements AccountApi {
  private readonly sender: Sender;

  constructor(
    options: SenderOptions,
    private readonly tokens: AccountTokens,
  ) {
    this.sender = new Sender(options);
  }

  async call<T>(appId: string, call: AccountCall<T>): Promise<T> {
    const token = await this.tokens.get(appId);
    const answer = await this.send(call, token);
    if (answer.ok) return answer.value;
    if (meaningForAccount(answer.errcode).action !== 'TOKEN') throw this.failed(answer, appId, call, [token]);
    // Refused for its token it was not done: once more with another one.
    await this.tokens.refused(appId, token);
    const fresh = await this.tokens.get(appId);
    const second = await this.send(call, fresh);
    if (second.ok) return second.value;
    throw this.failed(second, appId, call, [fresh, token]);
  }

  private send<T>(
    { method, path, body, shape, repeatable }: AccountCall<T>,
    { token }: AccountToken,
  ): Promise<Answer<T>> {
    const sent = body === undefined ? {} : { body };
    return this.sender.send({ method, path, query: { access_token: token }, shape, repeatable, ...sent });
  }

  /** `tokens`: the last one used first. */
  private failed(
    failure: Failure,
    appId: string,
    { secrets = [] }: AccountCall<unknown>,
    tokens: readonly [AccountToken, ...AccountToken[]],
  ): Error {
    const hidden = [...tokens.map(({ token }) => token), ...secrets];
    const error = failureOf(failure, appId, hidden, meaningForAccount(failure.errcode));
    if (error instanceof NotAuthorizedError) this.tokens.notAuthorized(appId, tokens[0]);
    return error;
  }
}
