import type { SimulatedAccount, SimulatedCondition } from './accounts.js';

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

/** `authorizer_info` of wechat protocol §4.5. */
export function authorizerInfo(account: SimulatedAccount, urls: PictureUrls): object {
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
