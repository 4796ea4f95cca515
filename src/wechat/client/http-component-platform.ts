import type { z } from 'zod';
import type { AccountProfile } from '../../domain/account/events.js';
import {
  type ComponentPlatform,
  type Grant,
  WeChatConfigurationError,
  WeChatRefusedError,
  WeChatUnavailableError,
} from '../component-platform.js';
import type { WeChatHosts } from '../hosts.js';
import { mobileAuthorizationUrl, pcAuthorizationUrl } from './authorization-urls.js';
import { ComponentToken } from './component-token.js';
import { meaningOf } from './errcodes.js';
import { type Answer, exchange, NoAnswerError } from './exchange.js';
import { present, toPermissions, toProfile } from './profile.js';
import { authorizerInfoResponse, componentTokenResponse, preAuthCodeResponse, queryAuthResponse } from './responses.js';
import { DEFAULT_RETRY, pause, type RetryPolicy } from './retry.js';
import { safeMessage } from './safe-message.js';

export interface ComponentPlatformOptions {
  /** The platform's own credentials, from WeChat's console. */
  readonly component: { readonly appId: string; readonly secret: string };
  readonly hosts: WeChatHosts;
  /** The newest component_verify_ticket. */
  readonly ticket: () => Promise<string>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds that one request may take. */
  readonly timeout?: number;
  readonly retry?: RetryPolicy;
}

interface Request<T> {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  readonly shape: z.ZodType<T>;
  /** Sending it twice does no harm. */
  readonly repeatable: boolean;
  /** What must not appear in a message (R29). */
  readonly secrets: readonly string[];
}

const RETRY_AFTER_SECONDS = 5;

/** WeChat's component platform over HTTP (wechat protocol §4.1, 4.2, 4.3, 4.5). */
export class HttpComponentPlatform implements ComponentPlatform {
  private readonly token: ComponentToken;
  private readonly clock: () => number;
  private readonly retry: RetryPolicy;

  constructor(private readonly options: ComponentPlatformOptions) {
    this.clock = options.clock ?? Date.now;
    this.retry = options.retry ?? DEFAULT_RETRY;
    this.token = new ComponentToken(() => this.fetchComponentToken(), this.clock);
  }

  async createPreAuthCode(): Promise<{ readonly code: string; readonly expiresAt: string }> {
    // Sent twice it makes a second code, and the first one is never used.
    const answer = await this.call({
      path: '/cgi-bin/component/api_create_preauthcode',
      body: {},
      shape: preAuthCodeResponse,
      repeatable: true,
      secrets: [],
    });
    return { code: answer.pre_auth_code, expiresAt: this.after(answer.expires_in) };
  }

  pcAuthorizationUrl(preAuthCode: string, redirectUri: string): string {
    return pcAuthorizationUrl(this.options.hosts.pc, this.options.component.appId, preAuthCode, redirectUri);
  }

  mobileAuthorizationUrl(preAuthCode: string, redirectUri: string): string {
    return mobileAuthorizationUrl(this.options.hosts.mobile, this.options.component.appId, preAuthCode, redirectUri);
  }

  async queryAuthorization(authorizationCode: string): Promise<Grant> {
    // Never sent twice: WeChat may have spent the code although its answer did not arrive.
    const { authorization_info: info } = await this.call({
      path: '/cgi-bin/component/api_query_auth',
      body: { authorization_code: authorizationCode },
      shape: queryAuthResponse,
      repeatable: false,
      secrets: [authorizationCode],
    });
    const accessToken = present(info.authorizer_access_token);
    return {
      appId: info.authorizer_appid,
      permissions: toPermissions(info.func_info ?? []),
      credentials: {
        accessToken,
        accessTokenExpiresAt: accessToken === null ? null : this.after(info.expires_in ?? 0),
        refreshToken: present(info.authorizer_refresh_token),
      },
    };
  }

  async getAuthorizer(
    appId: string,
  ): Promise<{ readonly profile: AccountProfile; readonly permissions: readonly number[] | null }> {
    const answer = await this.call({
      path: '/cgi-bin/component/api_get_authorizer_info',
      body: { authorizer_appid: appId },
      shape: authorizerInfoResponse,
      repeatable: true,
      secrets: [],
    });
    const granted = answer.authorization_info?.func_info;
    return {
      profile: toProfile(appId, answer.authorizer_info),
      permissions: granted === undefined || granted === null ? null : toPermissions(granted),
    };
  }

  /** A call with the component token; once more with a fresh one when WeChat no longer takes it. */
  private async call<T>(request: Request<T>): Promise<T> {
    const withToken = async (token: string): Promise<Answer<T>> =>
      this.send({ ...request, secrets: [...request.secrets, token] }, { component_access_token: token });
    const token = await this.token.get();
    const answer = await withToken(token);
    if (answer.ok) return answer.value;
    if (meaningOf(answer.errcode).action !== 'TOKEN') throw refusal(answer, [token, ...request.secrets]);
    this.token.drop(token);
    const fresh = await this.token.get();
    const second = await withToken(fresh);
    if (second.ok) return second.value;
    throw refusal(second, [token, fresh, ...request.secrets]);
  }

  private async fetchComponentToken(): Promise<{ token: string; expiresAt: number }> {
    const { secret } = this.options.component;
    const ticket = await this.options.ticket();
    const request = {
      path: '/cgi-bin/component/api_component_token',
      body: { component_appsecret: secret, component_verify_ticket: ticket },
      shape: componentTokenResponse,
      repeatable: true,
      secrets: [secret, ticket],
    };
    const answer = await this.send(request, {});
    // Whatever the reason is, it lies with the platform and not with what the token was wanted for.
    if (!answer.ok) throw platformRefusal(answer, request.secrets);
    return {
      token: answer.value.component_access_token,
      expiresAt: this.clock() + answer.value.expires_in * 1000,
    };
  }

  /** Sends until there is an answer that is not passing trouble, or until it may not be sent again. */
  private async send<T>(request: Request<T>, query: Readonly<Record<string, string>>): Promise<Answer<T>> {
    const { api } = this.options.hosts;
    const { timeout, component } = this.options;
    const body = { component_appid: component.appId, ...request.body };
    for (let attempt = 1; ; attempt += 1) {
      const last = !request.repeatable || attempt >= this.retry.attempts;
      try {
        const where = { baseUrl: api, ...(timeout === undefined ? {} : { timeout }) };
        const answer = await exchange(where, request.path, query, body, request.shape);
        if (last || answer.ok || meaningOf(answer.errcode).action !== 'RETRY') return answer;
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        if (last) throw new WeChatUnavailableError(error.message, RETRY_AFTER_SECONDS, { cause: error });
      }
      await pause(this.retry, attempt);
    }
  }

  private after(seconds: number): string {
    return new Date(this.clock() + seconds * 1000).toISOString();
  }
}

interface Failure {
  readonly errcode: number;
  readonly errmsg: string;
}

function refusal(failure: Failure, secrets: readonly string[]): WeChatRefusedError | WeChatUnavailableError {
  return meaningOf(failure.errcode).action === 'REFUSE'
    ? new WeChatRefusedError(failure.errcode, safeMessage(failure.errmsg, secrets))
    : platformRefusal(failure, secrets);
}

function platformRefusal({ errcode, errmsg }: Failure, secrets: readonly string[]): WeChatUnavailableError {
  const message = safeMessage(errmsg, secrets);
  const { action, retryAfterSeconds } = meaningOf(errcode);
  return action === 'RETRY' || action === 'LATER'
    ? new WeChatUnavailableError(`WeChat is busy (${errcode}): ${message}`, retryAfterSeconds)
    : // A token refused although it was fetched this moment counts here too: someone else fetches tokens as well.
      new WeChatConfigurationError(errcode, message, retryAfterSeconds || RETRY_AFTER_SECONDS);
}
