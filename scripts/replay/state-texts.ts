import type { Language } from '../../schema/context.js';

interface Party {
  /** Name and id, or the id alone. */
  readonly tenant: string;
}

/** How a state is told, in one language. */
export interface StateTexts {
  readonly moment: (facts: { readonly time: string | null; readonly cursor: string }) => string;
  readonly account: (
    facts: Party & { readonly name: string; readonly appId: string; readonly status: string; readonly tenure: number },
  ) => string;
  readonly paymentInterface: (facts: {
    readonly name: string;
    readonly id: string;
    readonly merchantNumber: string;
  }) => string;
  readonly sharing: (facts: Party & { readonly since: string; readonly endedAt: string | null }) => string;
  readonly community: (facts: Party & { readonly name: string; readonly id: string }) => string;
  readonly unbound: string;
  readonly binding: (facts: { readonly appId: string; readonly since: string }) => string;
  readonly paymentBinding: (facts: { readonly id: string; readonly since: string }) => string;
}

const en: StateTexts = {
  moment: ({ time, cursor }) =>
    time === null ? 'Nothing had happened yet.' : `State after what happened until ${time} (cursor ${cursor}):`,
  account: ({ name, appId, tenant, status, tenure }) =>
    `Account “${name}” (${appId}) of ${tenant}: ${status}, tenure ${tenure}.`,
  paymentInterface: ({ name, id, merchantNumber }) =>
    `  Payment interface “${name}” (${id}), merchant ${merchantNumber}.`,
  sharing: ({ tenant, since, endedAt }) =>
    endedAt === null
      ? `  Shared with ${tenant} since ${since}.`
      : `  Was shared with ${tenant} from ${since} to ${endedAt}.`,
  community: ({ name, id, tenant }) => `Community “${name}” (${id}) of ${tenant}: `,
  unbound: 'not bound.',
  binding: ({ appId, since }) => `bound to ${appId} since ${since}`,
  paymentBinding: ({ id, since }) => `, pays to ${id} since ${since}`,
};

const zh: StateTexts = {
  moment: ({ time, cursor }) => (time === null ? '尚未发生任何事件。' : `截至 ${time} 的状态（游标 ${cursor}）：`),
  account: ({ name, appId, tenant, status, tenure }) =>
    `公众号“${name}”（${appId}），属于 ${tenant}：${status}，第 ${tenure} 次归属。`,
  paymentInterface: ({ name, id, merchantNumber }) => `  支付接口“${name}”（${id}），商户号 ${merchantNumber}。`,
  sharing: ({ tenant, since, endedAt }) =>
    endedAt === null ? `  自 ${since} 起共享给 ${tenant}。` : `  曾于 ${since} 至 ${endedAt} 共享给 ${tenant}。`,
  community: ({ name, id, tenant }) => `小区“${name}”（${id}），属于 ${tenant}：`,
  unbound: '未关联。',
  binding: ({ appId, since }) => `自 ${since} 起关联公众号 ${appId}`,
  paymentBinding: ({ id, since }) => `，自 ${since} 起关联支付接口 ${id}`,
};

export const STATE_TEXTS: Readonly<Record<Language, StateTexts>> = { en, zh };
