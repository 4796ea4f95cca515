import type { Api, Call, Query } from './api.js';
import type { SimulatedAccount } from './accounts.js';
import { text } from './body.js';
import type { CustomerService } from './customer-service.js';
import { WeChatFault } from './fault.js';
import type { Grant } from './grants.js';
import { apiForm, type Menus, websiteForm } from './menu.js';
import { readMenu } from './menu-rules.js';
import type { World } from './world.js';

interface Parts {
  readonly world: World;
  readonly menus: Menus;
  readonly customerService: CustomerService;
}

interface Authorized {
  readonly grant: Grant;
  readonly account: SimulatedAccount;
}

const OK = { errcode: 0, errmsg: 'ok' };

/** Numbers of permission sets (wechat protocol §4.11). */
const MESSAGES = 1;
const MENU = 15;
/** Any of them lets the platform see what was made on the website. */
const WEBSITE = [1, 3, 15];

/** WeChat's API in the name of an account, with its access token: wechat protocol §6, §7.5, §7.6. */
export function accountApi(api: Api, { world, menus, customerService }: Parts): void {
  const allowed = (query: Query, sets: readonly number[]): Authorized => {
    const authorized = authorizedBy(world, query);
    if (!sets.some((set) => authorized.grant.permissions.includes(set))) throw new WeChatFault(61007);
    return authorized;
  };
  const capable = (call: Call, set: number): SimulatedAccount => {
    const { account } = allowed(call.query, [set]);
    if (account.kind === 'SUBSCRIPTION' && !account.verified) throw new WeChatFault(48001);
    return account;
  };

  api.post('/cgi-bin/menu/create', (call) => {
    const account = capable(call, MENU);
    const isLinked = (miniProgram: string): boolean =>
      account.verified && world.account(miniProgram)?.kind === 'MINI_PROGRAM';
    menus.replace(account.appId, { madeBy: 'API', buttons: readMenu(call.rawBody, call.body(), { isLinked }) });
    return OK;
  });

  api.get('/cgi-bin/menu/get', (call) => {
    const menu = menus.of(capable(call, MENU).appId);
    if (menu?.madeBy !== 'API') throw new WeChatFault(46003);
    return { menu: { button: menu.buttons.map(apiForm) } };
  });

  api.get('/cgi-bin/menu/delete', (call) => {
    menus.delete(capable(call, MENU).appId);
    return OK;
  });

  api.get('/cgi-bin/get_current_selfmenu_info', ({ query }) => {
    const menu = menus.of(allowed(query, WEBSITE).account.appId);
    return {
      is_menu_open: menu === null ? 0 : 1,
      selfmenu_info: { button: (menu?.buttons ?? []).map(websiteForm) },
    };
  });

  // Nobody made rules on the website; while a platform receives the messages, they would be of no effect.
  api.get('/cgi-bin/get_current_autoreply_info', ({ query }) => {
    allowed(query, WEBSITE);
    return { is_add_friend_reply_open: 0, is_autoreply_open: 0 };
  });

  api.post('/cgi-bin/message/custom/send', (call) => {
    const { appId } = capable(call, MESSAGES);
    customerService.send(appId, call.body());
    return OK;
  });

  api.post('/cgi-bin/clear_quota', ({ query, body }) => {
    const { account } = authorizedBy(world, query);
    if (text(body(), 'appid', 40013) !== account.appId) throw new WeChatFault(40013);
    return OK;
  });
}

function authorizedBy(world: World, query: Query): Authorized {
  const token = query['access_token'];
  if (token === undefined || token === '') throw new WeChatFault(41001);
  // Given twice, it is none.
  if (typeof token !== 'string') throw new WeChatFault(40001);
  return world.byAccessToken(token);
}
