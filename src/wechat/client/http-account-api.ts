import type { AccountApi, AccountCall } from '../account-api.js';
import type { AccountToken, AccountTokens } from '../account-tokens.js';
import { NotAuthorizedError } from '../component-platform.js';
import { callWithToken } from './call-with-token.js';
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

  call<T>(appId: string, call: AccountCall<T>): Promise<T> {
    return callWithToken({
      token: () => this.tokens.get(appId),
      refused: (token) => this.tokens.refused(appId, token),
      send: (token) => this.send(call, token),
      failed: (failure, tokens) => this.failed(failure, appId, call, tokens),
      meaning: meaningForAccount,
    });
  }

  private send<T>(
    { method, path, body, shape, repeatable }: AccountCall<T>,
    { token }: AccountToken,
  ): Promise<Answer<T>> {
    const sent = body === undefined ? {} : { body };
    return this.sender.send({ method, path, query: { access_token: token }, shape, repeatable, ...sent });
  }

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
