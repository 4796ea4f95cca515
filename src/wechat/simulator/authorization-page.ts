import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { permissionName } from '../permission-sets.js';
import { KIND_NAMES, type SimulatedAccount } from './accounts.js';
import type { Administrators } from './administrators.js';
import {
  type AuthorizationRequest,
  checkEntry,
  offeredAccounts,
  offeredPermissions,
  PageError,
  readRequest,
} from './authorization-request.js';
import { type Html, html } from '../../web/html.js';
import { page } from './page.js';
import { LIVES } from './lives.js';
import type { World } from './world.js';

/** For PC browsers, and inside WeChat on a phone. */
const PATHS = ['/cgi-bin/componentloginpage', '/wxaopen/safe/bindcomponent'];

/** The page on which an account's administrator confirms, and the request that its form sends. */
export function authorizationPage(app: FastifyInstance, world: World, administrators: Administrators): void {
  for (const path of PATHS) {
    app.get(path, (request, reply) =>
      showing(reply, () => {
        const query = queryOf(request);
        const asked = readRequest(world, (name) => query.get(name));
        checkEntry(world, request.headers.referer);
        return sendPage(reply, 200, '公众号授权 · Authorize', form(world, `${path}/approve`, asked, query));
      }),
    );
    app.post(`${path}/approve`, (request, reply) =>
      showing(reply, async () => {
        const target = await approve(world, administrators, queryOf(request), bodyOf(request));
        return reply.redirect(target.href, 303);
      }),
    );
  }
}

/** Fields of the form; what the page was opened with may stand in the query as well, so that a script can reuse its URL. */
async function approve(
  world: World,
  administrators: Administrators,
  query: URLSearchParams,
  body: URLSearchParams,
): Promise<URL> {
  const asked = readRequest(world, (name) => body.get(name) ?? query.get(name));
  const appId = body.get('account');
  const account = offeredAccounts(world, asked).find((offered) => offered.appId === appId);
  if (account === undefined)
    throw new PageError('请选择一个可以授权的账号。', 'Choose one of the accounts that can be authorized.');
  const code = await administrators.authorize({
    appId: account.appId,
    permissions: chosenPermissions(account, asked, body),
    preAuthCode: asked.preAuthCode,
  });
  const target = new URL(asked.redirectUri);
  target.searchParams.append('auth_code', code);
  target.searchParams.append('expires_in', String(LIVES.authCode));
  return target;
}

/**
 * A form cannot say that no box was ticked, hence `permissions=chosen`; without it everything the account has is granted.
 * The boxes are those of all accounts: of them, those count that the chosen one has.
 */
function chosenPermissions(
  account: SimulatedAccount,
  asked: AuthorizationRequest,
  body: URLSearchParams,
): readonly number[] {
  const offered = offeredPermissions(account, asked);
  const ticked = body.getAll('permission');
  if (ticked.length === 0 && body.get('permissions') !== 'chosen') return offered;
  return offered.filter((id) => ticked.includes(String(id)));
}

function form(world: World, action: string, asked: AuthorizationRequest, query: URLSearchParams): Html {
  const accounts = offeredAccounts(world, asked);
  if (accounts.length === 0) throw new PageError('没有可以授权的账号。', 'There is no account that can be authorized.');
  const sets = [...new Set(accounts.flatMap((account) => offeredPermissions(account, asked)))].sort((a, b) => a - b);
  return html` <h1>公众号授权 <span class="en">Authorize an official account</span></h1>
    <p>
      第三方平台 <code>${world.component.appId}</code> 申请代您管理公众号。以下账号均为模拟账号，与微信无关。<br />
      <span class="en"
        >The platform asks to act for your account. These accounts are simulated; WeChat has nothing to do with
        them.</span
      >
    </p>
    <form method="post" action="${action}">
      ${[...query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" /> `)}
      <h2>选择账号 <span class="en">Account</span></h2>
      <ul class="accounts">
        ${accounts.map((account, i) => accountChoice(account, i === 0))}
      </ul>
      <h2>授予的权限 <span class="en">Permission sets</span></h2>
      <p class="hint">
        账号没有的权限不会被授予。 <span class="en">Sets that the account does not have are not granted.</span>
      </p>
      <input type="hidden" name="permissions" value="chosen" />
      <ul class="sets">
        ${sets.map(permissionChoice)}
      </ul>
      <p><button type="submit">同意授权 Authorize</button></p>
    </form>`;
}

function accountChoice(account: SimulatedAccount, first: boolean): Html {
  const [zh, en] = KIND_NAMES[account.kind];
  const pay = account.wechatPay ? html` · 微信支付 WeChat Pay` : null;
  return html` <li>
    <label
      ><input type="radio" name="account" value="${account.appId}" required${first ? html` checked` : null} />
      <img src="/simulator/avatars/${account.appId}" alt="" width="40" height="40" />
      <span
        >${account.nickname}
        <small
          >${zh} ${en} · ${account.verified ? '已认证 verified' : '未认证 unverified'}${pay} ·
          <code>${account.appId}</code></small
        >
      </span></label
    >
  </li>`;
}

function permissionChoice(id: number): Html {
  return html` <li>
    <label
      ><input type="checkbox" name="permission" value="${id}" checked />
      <span>${permissionName(id, 'zh')} <span class="en">${permissionName(id, 'en')} (${id})</span></span></label
    >
  </li>`;
}

async function showing(reply: FastifyReply, show: () => FastifyReply | Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await show();
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    const content = html`<h1>无法授权 <span class="en">Cannot authorize</span></h1>
      <p class="error">${error.zh}<br /><span class="en">${error.en}</span></p>`;
    return sendPage(reply, 400, '无法授权 · Cannot authorize', content);
  }
}

function sendPage(reply: FastifyReply, status: number, title: string, content: Html): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page(title, content));
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1));
}

function bodyOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof request.body === 'string' ? request.body : '');
}
