import type { FastifyInstance } from 'fastify';
import type { SimulatedAccount, SimulatedCondition } from './accounts.js';
import { WeChatFault } from './fault.js';
import { type Grant, LIVES, type World } from './world.js';

type Body = Readonly<Record<string, unknown>>;

interface Endpoint {
  /** Whether a component token is needed. */
  readonly token: boolean;
  readonly answer: (world: World, body: Body, urls: PictureUrls) => object;
}

export interface PictureUrls {
  readonly avatar: (account: SimulatedAccount) => string;
  readonly qrCode: (account: SimulatedAccount) => string;
}

const CONDITIONS: Readonly<Record<SimulatedCondition, number>> = {
  NORMAL: 1,
  CANCELLED: 14,
  BANNED: 16,
  WARNED: 18,
  FROZEN: 19,
};

/** WeChat's component API: wechat protocol §4.1 to §4.6. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  api_component_token: {
    token: false,
    answer: (world, body) => {
      checkComponent(world, body);
      const secret = text(body, 'component_appsecret', 41019);
      const ticket = text(body, 'component_verify_ticket', 41020);
      if (secret !== world.component.secret) throw new WeChatFault(40125);
      return { component_access_token: world.issueComponentToken(ticket), expires_in: LIVES.token };
    },
  },
  api_create_preauthcode: {
    token: true,
    answer: (world, body) => {
      checkComponent(world, body);
      return { pre_auth_code: world.issuePreAuthCode(), expires_in: LIVES.preAuthCode };
    },
  },
  api_query_auth: {
    token: true,
    answer: (world, body) => {
      checkComponent(world, body);
      const { grant, accessToken } = world.exchange(text(body, 'authorization_code', 40097));
      const tokens = {
        authorizer_access_token: accessToken,
        expires_in: LIVES.token,
        authorizer_refresh_token: grant.refreshToken,
      };
      return {
        authorization_info: {
          authorizer_appid: grant.account.appId,
          ...(grant.account.apiCapability ? tokens : {}),
          func_info: funcInfo(grant),
        },
      };
    },
  },
  api_authorizer_token: {
    token: true,
    answer: (world, body) => {
      checkComponent(world, body);
      const appId = text(body, 'authorizer_appid', 40013);
      const { grant, accessToken } = world.refresh(appId, text(body, 'authorizer_refresh_token', 61023));
      return {
        authorizer_access_token: accessToken,
        expires_in: LIVES.token,
        authorizer_refresh_token: grant.refreshToken,
      };
    },
  },
  api_get_authorizer_info: {
    token: true,
    answer: (world, body, urls) => {
      checkComponent(world, body);
      const grant = world.grant(text(body, 'authorizer_appid', 40013));
      return {
        authorizer_info: authorizerInfo(grant.account, urls),
        authorization_info: {
          authorizer_appid: grant.account.appId,
          authorizer_refresh_token: grant.exchanged ? grant.refreshToken : '',
          func_info: funcInfo(grant),
        },
      };
    },
  },
  api_get_authorizer_list: {
    token: true,
    answer: (world, body) => {
      checkComponent(world, body);
      const offset = wholeNumber(body, 'offset', 0, Number.MAX_SAFE_INTEGER);
      const count = wholeNumber(body, 'count', 1, 500);
      const grants = world.grantList();
      const list = grants.slice(offset, offset + count).map((grant) => ({
        authorizer_appid: grant.account.appId,
        refresh_token: grant.exchanged ? grant.refreshToken : '',
        auth_time: grant.authTime,
      }));
      return { total_count: grants.length, list };
    },
  },
};

/** Bodies reach the routes as text: WeChat does not mind their content type. */
export function componentApi(
  app: FastifyInstance,
  world: World,
  urls: PictureUrls,
  onRequest: (path: string) => void,
): void {
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    const path = `/cgi-bin/component/${name}`;
    app.post(path, (request, reply) => {
      onRequest(path);
      const { query, body } = request as { query: Readonly<Record<string, unknown>>; body: unknown };
      return reply.send(
        answering(world, () => {
          if (endpoint.token) checkToken(world, query);
          return endpoint.answer(world, parse(body), urls);
        }),
      );
    });
    app.get(path, (_, reply) => reply.send(failed(world, new WeChatFault(43002))));
  }
  app.all('/cgi-bin/component/*', (_, reply) => reply.send(failed(world, new WeChatFault(40066))));
}

function answering(world: World, answer: () => object): object {
  try {
    return answer();
  } catch (error) {
    if (error instanceof WeChatFault) return failed(world, error);
    throw error;
  }
}

function failed(world: World, { errcode, message }: WeChatFault): object {
  return { errcode, errmsg: `${message} rid: ${world.requestId()}` };
}

/** Older pages of WeChat's documentation name the parameter `component_access_token`, newer ones `access_token`. */
function checkToken(world: World, query: Readonly<Record<string, unknown>>): void {
  const token = query['component_access_token'] ?? query['access_token'];
  if (token === undefined || token === '') throw new WeChatFault(41001);
  // Given twice, it is none.
  if (typeof token !== 'string') throw new WeChatFault(40001);
  world.checkComponentToken(token);
}

function parse(body: unknown): Body {
  if (typeof body !== 'string' || body === '') throw new WeChatFault(44002);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new WeChatFault(47001);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new WeChatFault(47001);
  return parsed as Body;
}

function checkComponent(world: World, body: Body): void {
  if (text(body, 'component_appid', 41018) !== world.component.appId) throw new WeChatFault(40013);
}

/** @throws WeChatFault with the code given when the field is missing or empty, 47001 when it is no text */
function text(body: Body, field: string, missing: number): string {
  const value = body[field];
  if (value === undefined || value === null || value === '') throw new WeChatFault(missing);
  if (typeof value !== 'string') throw new WeChatFault(47001);
  return value;
}

function wholeNumber(body: Body, field: string, least: number, most: number): number {
  const value = body[field];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new WeChatFault(47001);
  if (value < least || value > most) throw new WeChatFault(40097);
  return value;
}

function funcInfo({ permissions }: Grant): object[] {
  return permissions.map((id) => ({ funcscope_category: { id } }));
}

function authorizerInfo(account: SimulatedAccount, urls: PictureUrls): object {
  return {
    nick_name: account.nickname,
    head_img: urls.avatar(account),
    service_type_info: { id: account.kind === 'SERVICE' ? 2 : 0 },
    verify_type_info: { id: account.verified ? 0 : -1 },
    user_name: account.originalId,
    alias: '',
    qrcode_url: urls.qrCode(account),
    principal_name: account.principalName,
    business_info: { open_store: 0, open_scan: 0, open_pay: account.wechatPay ? 1 : 0, open_card: 0, open_shake: 0 },
    idc: 1,
    signature: '',
    account_status: CONDITIONS[account.condition],
    ...(account.kind === 'MINI_PROGRAM'
      ? { MiniProgramInfo: { network: { RequestDomain: [] }, categories: [], visit_status: 0 } }
      : {}),
  };
}
