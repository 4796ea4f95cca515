import { createHash } from 'node:crypto';

export type SimulatedKind = 'SERVICE' | 'SUBSCRIPTION' | 'MINI_PROGRAM';
export type SimulatedCondition = 'NORMAL' | 'CANCELLED' | 'BANNED' | 'WARNED' | 'FROZEN';

export const KIND_NAMES: Readonly<Record<SimulatedKind, readonly [zh: string, en: string]>> = {
  SERVICE: ['服务号', 'service account'],
  SUBSCRIPTION: ['订阅号', 'subscription account'],
  MINI_PROGRAM: ['小程序', 'mini program'],
};

/** An account as WeChat knows it, whether it authorized anyone or not. */
export interface SimulatedAccount {
  /** `^wx[0-9a-f]{16}$` */
  readonly appId: string;
  /** `gh_` and twelve hex digits. */
  readonly originalId: string;
  readonly kind: SimulatedKind;
  readonly nickname: string;
  readonly principalName: string;
  readonly verified: boolean;
  /** WeChat Pay is enabled (`business_info.open_pay`). */
  readonly wechatPay: boolean;
  readonly condition: SimulatedCondition;
  /** Permission sets that its administrator can grant: WeChat's numbers, ascending. */
  readonly permissions: readonly number[];
  /** Without it, tokens are left out when a code is exchanged. */
  readonly apiCapability: boolean;
}

/** What may be said of a new account; the rest follows from its kind. */
export type NewAccount = {
  readonly [K in Exclude<keyof SimulatedAccount, 'appId' | 'originalId'>]?: SimulatedAccount[K] | undefined;
};

const OFFERED: Readonly<Record<SimulatedKind, Readonly<Record<'verified' | 'unverified', readonly number[]>>>> = {
  SERVICE: {
    verified: [1, 2, 3, 4, 7, 11, 15, 22, 24, 26, 27, 33, 46, 54, 66, 89],
    unverified: [1, 2, 3, 4, 7, 11, 15, 24],
  },
  SUBSCRIPTION: { verified: [1, 2, 3, 4, 7, 11, 15, 24, 27, 33, 89], unverified: [1, 2, 3, 11, 15] },
  MINI_PROGRAM: { verified: [17, 18, 19, 25, 30], unverified: [17, 18, 19] },
};

/** `identity`: 28 hex digits, of which the ids are made. */
export function makeAccount(identity: string, given: NewAccount): SimulatedAccount {
  const kind = given.kind ?? 'SERVICE';
  const verified = given.verified ?? true;
  const nickname = given.nickname ?? `物业服务 ${identity.slice(0, 4)}`;
  return {
    appId: `wx${identity.slice(0, 16)}`,
    originalId: `gh_${identity.slice(16, 28)}`,
    kind,
    nickname,
    principalName: given.principalName ?? `${nickname}有限公司`,
    verified,
    wechatPay: given.wechatPay ?? (kind === 'SERVICE' && verified),
    condition: given.condition ?? 'NORMAL',
    permissions: [...(given.permissions ?? OFFERED[kind][verified ? 'verified' : 'unverified'])].sort((a, b) => a - b),
    apiCapability: given.apiCapability ?? true,
  };
}

/** Accounts that are there from the start, with ids that never change. */
export const BUILT_IN_ACCOUNTS: readonly SimulatedAccount[] = (
  [
    ['verified-service', { nickname: '云栖花园物业', principalName: '云栖物业服务有限公司' }],
    ['second-verified-service', { nickname: '锦绣家园物业', principalName: '锦绣物业管理有限公司' }],
    ['unverified-service', { nickname: '阳光小区便民服务', verified: false }],
    ['verified-subscription', { nickname: '和谐社区生活', kind: 'SUBSCRIPTION' }],
    ['unverified-subscription', { nickname: '邻里之声', kind: 'SUBSCRIPTION', verified: false }],
    ['frozen-service', { nickname: '旧城物业', condition: 'FROZEN' }],
    ['mini-program', { nickname: '小区访客通行', kind: 'MINI_PROGRAM' }],
  ] as const satisfies readonly (readonly [string, NewAccount])[]
).map(([key, given]) => makeAccount(createHash('sha256').update(`simulated account ${key}`).digest('hex'), given));
