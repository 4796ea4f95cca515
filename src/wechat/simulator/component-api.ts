import type { Administrators } from './administrators.js';
import type { Api, Query } from './api.js';
import { authorizerInfo, type PictureUrls } from './authorizer-info.js';
import { type Body, text, wholeNumber } from './body.js';
import { WeChatFault } from './fault.js';
import type { Grant } from './grants.js';
import { LIVES } from './lives.js';
import type { Pushes } from './pushes.js';
import type { World } from './world.js';

interface Parts {
  readonly world: World;
  readonly urls: PictureUrls;
  readonly pushes: Pushes;
  readonly administrators: Administrators;
}

interface Endpoint {
  /** Whether a component token is needed. */
  readonly token: boolean;
  /** Of a body that names the component. */
  readonly answer: (parts: Parts, body: Body) => object;
}

/** WeChat's component API: wechat protocol §4.1 to §4.7. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  api_component_token: {
    token: false,
    answer: ({ world }, body) => {
      const secret = text(body, 'component_appsecret', 41019);
      const ticket = text(body, 'component_verify_ticket', 41020);
      if (secret !== world.component.secret) throw new WeChatFault(40125);
      return { component_access_token: world.issueComponentToken(ticket), expires_in: LIVES.token };
    },
  },
  api_start_push_ticket: {
    token: false,
    answer: ({ world, pushes }, body) => {
      if (text(body, 'component_secret', 41019) !== world.component.secret) throw new WeChatFault(40125);
      return { errcode: 0, errmsg: pushes.resumeTickets() ? 'ok' : 'in a normal state' };
    },
  },
  api_create_preauthcode: {
    token: true,
    answer: ({ world }) => ({ pre_auth_code: world.secrets.issuePreAuthCode(), expires_in: LIVES.preAuthCode }),
  },
  api_query_auth: {
    token: true,
    answer: ({ world, administrators }, body) => {
      const code = text(body, 'authorization_code', 40097);
      const { grant, accessToken } = world.grants.exchange(code);
      administrators.onExchanged(code);
      const tokens = {
        authorizer_access_token: accessToken,
        expires_in: LIVES.token,
        authorizer_refresh_token: grant.refreshToken,
      };
      return {
        authorization_info: {
          authorizer_appid: grant.appId,
          ...(world.existing(grant.appId).apiCapability ? tokens : {}),
          func_info: funcInfo(grant),
        },
      };
    },
  },
  api_authorizer_token: {
    token: true,
    answer: ({ world }, body) => {
      const appId = text(body, 'authorizer_appid', 40013);
      const { grant, accessToken } = world.grants.refresh(appId, text(body, 'authorizer_refresh_token', 61023));
      return {
        authorizer_access_token: accessToken,
        expires_in: LIVES.token,
        authorizer_refresh_token: grant.refreshToken,
      };
    },
  },
  api_get_authorizer_info: {
    token: true,
    answer: ({ world, urls }, body) => {
      const { grant, account } = world.granted(text(body, 'authorizer_appid', 40013));
      return {
        authorizer_info: authorizerInfo(account, urls),
        authorization_info: {
          authorizer_appid: account.appId,
          authorizer_refresh_token: grant.exchanged ? grant.refreshToken : '',
          func_info: funcInfo(grant),
        },
      };
    },
  },
  api_get_authorizer_list: {
    token: true,
    answer: ({ world }, body) => {
      const offset = wholeNumber(body, 'offset', 0, Number.MAX_SAFE_INTEGER);
      const count = wholeNumber(body, 'count', 1, 500);
      const grants = world.grants.list();
      const list = grants.slice(offset, offset + count).map((grant) => ({
        authorizer_appid: grant.appId,
        refresh_token: grant.exchanged ? grant.refreshToken : '',
        auth_time: grant.authTime,
      }));
      return { total_count: grants.length, list };
    },
  },
};

export function componentApi(api: Api, parts: Parts): void {
  for (const [name, { token, answer }] of Object.entries(ENDPOINTS))
    api.post(`/cgi-bin/component/${name}`, ({ query, body }) => {
      if (token) checkToken(parts.world, query);
      const given = body();
      if (text(given, 'component_appid', 41018) !== parts.world.component.appId) throw new WeChatFault(40013);
      return answer(parts, given);
    });
}

/** Older pages of WeChat's documentation name the parameter `component_access_token`, newer ones `access_token`. */
function checkToken(world: World, query: Query): void {
  const token = query['component_access_token'] ?? query['access_token'];
  if (token === undefined || token === '') throw new WeChatFault(41001);
  // Given twice, it is none.
  if (typeof token !== 'string') throw new WeChatFault(40001);
  world.checkComponentToken(token);
}

function funcInfo({ permissions }: Grant): object[] {
  return permissions.map((id) => ({ funcscope_category: { id } }));
}
