import type { z } from 'zod';
import { meaningOf } from './errcodes.js';
import type { Answer } from './exchange.js';
import { failureOf, platformFailure } from './failures.js';
import { componentTokenResponse } from './responses.js';
import { Sender, type SenderOptions } from './sender.js';
import { tokenOfProcess, type FetchedToken, type MakeTokenSource, type TokenSource } from './token-source.js';

export interface ComponentCallsOptions extends SenderOptions {
  /** The platform's own credentials, from WeChat's console. */
  readonly component: { readonly appId: string; readonly secret: string };
  /** The newest component_verify_ticket. */
  readonly ticket: () => Promise<string>;
  /** What keeps the component token; unless told, this process does for itself. */
  readonly keepToken?: MakeTokenSource;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface ComponentCall<T> {
  /** Such as `api_query_auth`. */
  readonly name: string;
  /** Beside the platform's appid, which every call names. */
  readonly body: Readonly<Record<string, string | number>>;
  readonly shape: z.ZodType<T>;
  /** Sending it twice does no harm. */
  readonly repeatable: boolean;
  /** What must not appear in a message (R29). */
  readonly secrets: readonly string[];
  /** The account that it is about. */
  readonly appId?: string;
}

/** Calls of WeChat's component API (wechat protocol §4). */
export class ComponentCalls {
  private readonly token: TokenSource;
  private readonly sender: Sender;

  constructor(private readonly options: ComponentCallsOptions) {
    this.sender = new Sender(options);
    const { keepToken = tokenOfProcess(options.clock) } = options;
    this.token = keepToken(() => this.fetchToken());
  }

  /**
   * A call with the component token; once more with a fresh one when WeChat no longer takes it.
   * @throws WeChatRefusedError, WeChatUnavailableError
   */
  async call<T>(call: ComponentCall<T>): Promise<T> {
    const token = await this.token.get();
    const answer = await this.send(call, { component_access_token: token });
    if (answer.ok) return answer.value;
    const appId = call.appId ?? null;
    if (meaningOf(answer.errcode).action !== 'TOKEN') throw failureOf(answer, appId, [token, ...call.secrets]);
    await this.token.refused(token);
    const fresh = await this.token.get();
    const second = await this.send(call, { component_access_token: fresh });
    if (second.ok) return second.value;
    throw failureOf(second, appId, [token, fresh, ...call.secrets]);
  }

  /**
   * A call that needs no token: whatever its failure is, it lies with the platform.
   * @throws WeChatUnavailableError
   */
  async callWithoutToken<T>(call: ComponentCall<T>): Promise<T> {
    const answer = await this.send(call, {});
    if (answer.ok) return answer.value;
    throw platformFailure(answer, call.secrets);
  }

  private async fetchToken(): Promise<FetchedToken> {
    const { secret } = this.options.component;
    const ticket = await this.options.ticket();
    const { component_access_token: token, expires_in: seconds } = await this.callWithoutToken({
      name: 'api_component_token',
      body: { component_appsecret: secret, component_verify_ticket: ticket },
      shape: componentTokenResponse,
      repeatable: true,
      secrets: [secret, ticket],
    });
    return { token, expiresAt: this.options.clock() + seconds * 1000 };
  }

  private send<T>(call: ComponentCall<T>, query: Readonly<Record<string, string>>): Promise<Answer<T>> {
    return this.sender.send({
      method: 'POST',
      path: `/cgi-bin/component/${call.name}`,
      query,
      body: { component_appid: this.options.component.appId, ...call.body },
      shape: call.shape,
      repeatable: call.repeatable,
    });
  }
}
