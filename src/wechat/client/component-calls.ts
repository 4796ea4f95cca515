import type { z } from 'zod';
import type { FetchedToken, MakeTokenSource, TokenSource } from '../token-source.js';
import { callWithToken } from './call-with-token.js';
import type { Answer } from './exchange.js';
import { failureOf, platformFailure } from './failures.js';
import { componentTokenResponse } from './responses.js';
import { Sender, type SenderOptions } from './sender.js';

export interface ComponentCallsOptions extends SenderOptions {
  /** The platform's own credentials, from WeChat's console. */
  readonly component: { readonly appId: string; readonly secret: string };
  /** The newest component_verify_ticket. */
  readonly ticket: () => Promise<string>;
  /** What keeps the component token. */
  readonly keepToken: MakeTokenSource;
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
    this.token = options.keepToken(() => this.fetchToken());
  }

  /**
   * A call with the component token; once more with a fresh one when WeChat no longer takes it.
   * @throws WeChatRefusedError, WeChatUnavailableError
   */
  call<T>(call: ComponentCall<T>): Promise<T> {
    return callWithToken({
      token: () => this.token.get(),
      refused: async (token) => {
        await this.token.refused(token);
        return true;
      },
      send: (token) => this.send(call, { component_access_token: token }),
      failed: (failure, tokens) => failureOf(failure, call.appId ?? null, [...tokens, ...call.secrets]),
    });
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
