import type { Authorizer, AuthorizerPage, ComponentPlatform, Grant, GrantCredentials } from '../component-platform.js';
import { mobileAuthorizationUrl, pcAuthorizationUrl } from './authorization-urls.js';
import { ComponentCalls, type ComponentCallsOptions } from './component-calls.js';
import type { WeChatHosts } from '../hosts.js';
import { present } from '../present.js';
import { toPermissions, toProfile } from './profile.js';
import {
  authorizerInfoResponse,
  authorizerListResponse,
  authorizerTokenResponse,
  doneResponse,
  preAuthCodeResponse,
  queryAuthResponse,
} from './responses.js';

export interface ComponentPlatformOptions extends Omit<ComponentCallsOptions, 'api'> {
  readonly hosts: WeChatHosts;
}

/** WeChat's component platform over HTTP (wechat protocol §4.1 to §4.7). */
export class HttpComponentPlatform implements ComponentPlatform {
  private readonly calls: ComponentCalls;

  constructor(private readonly options: ComponentPlatformOptions) {
    this.calls = new ComponentCalls({ ...options, api: options.hosts.api });
  }

  async createPreAuthCode(): Promise<{ readonly code: string; readonly expiresAt: string }> {
    // Sent twice it makes a second code, and the first one is never used.
    const answer = await this.calls.call({
      name: 'api_create_preauthcode',
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
    const { authorization_info: info } = await this.calls.call({
      name: 'api_query_auth',
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

  async refreshAccessToken(appId: string, refreshToken: string): Promise<GrantCredentials> {
    // An ordinary refresh keeps the refresh token (§4.10), so that a second one gets through as the first did.
    const answer = await this.calls.call({
      name: 'api_authorizer_token',
      body: { authorizer_appid: appId, authorizer_refresh_token: refreshToken },
      shape: authorizerTokenResponse,
      repeatable: true,
      secrets: [refreshToken],
      appId,
    });
    return {
      accessToken: answer.authorizer_access_token,
      accessTokenExpiresAt: this.after(answer.expires_in),
      refreshToken: present(answer.authorizer_refresh_token) ?? refreshToken,
    };
  }

  async getAuthorizer(appId: string): Promise<Authorizer> {
    const answer = await this.calls.call({
      name: 'api_get_authorizer_info',
      body: { authorizer_appid: appId },
      shape: authorizerInfoResponse,
      repeatable: true,
      secrets: [],
      appId,
    });
    const granted = answer.authorization_info?.func_info;
    return {
      profile: toProfile(appId, answer.authorizer_info),
      permissions: granted === undefined || granted === null ? null : toPermissions(granted),
      refreshToken: present(answer.authorization_info?.authorizer_refresh_token),
    };
  }

  async listAuthorizers(offset: number, count: number): Promise<AuthorizerPage> {
    const { total_count: total, list } = await this.calls.call({
      name: 'api_get_authorizer_list',
      body: { offset, count },
      shape: authorizerListResponse,
      repeatable: true,
      secrets: [],
    });
    const authorizers = list.map((one) => ({
      appId: one.authorizer_appid,
      refreshToken: present(one.refresh_token),
      grantedAt: new Date(one.auth_time * 1000).toISOString(),
    }));
    return { total, authorizers };
  }

  async startPushTicket(): Promise<void> {
    const { secret } = this.options.component;
    // Here WeChat calls the secret by another name than where tokens are fetched.
    await this.calls.callWithoutToken({
      name: 'api_start_push_ticket',
      body: { component_secret: secret },
      shape: doneResponse,
      repeatable: true,
      secrets: [secret],
    });
  }

  private after(seconds: number): string {
    return new Date(this.options.clock() + seconds * 1000).toISOString();
  }
}
