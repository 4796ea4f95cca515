import type { SimulatedAccount } from './accounts.js';
import type { World } from './world.js';

/** What the authorization page was opened with (§3.2), checked. */
export interface AuthorizationRequest {
  readonly preAuthCode: string;
  readonly redirectUri: URL;
  readonly authType: number;
  /** The only account that may be chosen, if one was named. */
  readonly bizAppId: string | null;
  /** Permission sets that are asked for; null for all. */
  readonly categories: readonly number[] | null;
}

/** Shown to the administrator in place of the page. */
export class PageError extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
    this.name = new.target.name;
  }
}

type Parameter = (name: string) => string | null;

/** Which kinds of accounts an auth_type lets through: 1 official accounts, 2 mini programs, 3 and 6 both. */
const ADMITS: Readonly<Record<number, (account: SimulatedAccount) => boolean>> = {
  1: ({ kind }) => kind !== 'MINI_PROGRAM',
  2: ({ kind }) => kind === 'MINI_PROGRAM',
  3: () => true,
  6: () => true,
};

/** @throws PageError */
export function readRequest(world: World, parameter: Parameter): AuthorizationRequest {
  if (parameter('component_appid') !== world.component.appId)
    throw new PageError('第三方平台不存在。', 'This component_appid is unknown.');
  const preAuthCode = parameter('pre_auth_code') ?? '';
  const state = world.secrets.preAuthCodeState(preAuthCode);
  if (state === 'EXPIRED') throw new PageError('预授权码已过期，请重新发起授权。', 'This pre_auth_code has expired.');
  if (state === 'UNKNOWN')
    throw new PageError('预授权码无效或已使用，请重新发起授权。', 'This pre_auth_code is unknown or was used already.');
  const authType = Number(parameter('auth_type') ?? '3');
  if (ADMITS[authType] === undefined) throw new PageError('auth_type 无效。', 'This auth_type is invalid.');
  return {
    preAuthCode,
    redirectUri: redirectUri(world, parameter('redirect_uri')),
    authType,
    bizAppId: parameter('biz_appid'),
    categories:
      parameter('category_id_list')
        ?.split('|')
        .map((id) => Number(id)) ?? null,
  };
}

/** WeChat wants https; a simulator on somebody's own machine cannot. */
function redirectUri(world: World, given: string | null): URL {
  const url = given !== null && URL.canParse(given) ? new URL(given) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new PageError('redirect_uri 无效。', 'This redirect_uri is missing or is no URL.');
  if (url.hostname !== world.component.startDomain)
    throw new PageError(
      `回调地址的域名不是登记的授权发起页域名 ${world.component.startDomain}。`,
      `The host of redirect_uri is not the registered start domain ${world.component.startDomain}.`,
    );
  return url;
}

/** The browser must come from a page on the start domain: WeChat looks at the Referer (§3.3). @throws PageError */
export function checkEntry(world: World, referer: string | undefined): void {
  if (referer === undefined || !URL.canParse(referer))
    throw new PageError(
      '授权入口页域名为空：请从授权发起页域名上的页面点击链接进入，并确认该页面没有禁止 Referer。',
      'The entry domain is empty: follow a link on a page of the start domain that lets the browser send its Referer.',
    );
  const { hostname } = new URL(referer);
  if (hostname !== world.component.startDomain)
    throw new PageError(
      `授权入口页域名 ${hostname} 不是登记的授权发起页域名 ${world.component.startDomain}。`,
      `The entry domain ${hostname} is not the registered start domain ${world.component.startDomain}.`,
    );
}

/** Accounts that the administrator may choose: WeChat lists none that is frozen, banned or cancelled. */
export function offeredAccounts(world: World, request: AuthorizationRequest): readonly SimulatedAccount[] {
  return world
    .accounts()
    .filter(
      (account) =>
        ADMITS[request.authType]?.(account) === true &&
        ['NORMAL', 'WARNED'].includes(account.condition) &&
        (request.bizAppId === null || account.appId === request.bizAppId),
    );
}

/** Permission sets of the account that this request can be granted. */
export function offeredPermissions(account: SimulatedAccount, request: AuthorizationRequest): readonly number[] {
  const { categories } = request;
  return categories === null ? account.permissions : account.permissions.filter((id) => categories.includes(id));
}
