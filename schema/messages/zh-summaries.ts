import type { BindingEndReason } from '../../src/domain/tenant/events.js';
import type { Messages } from './messages.js';

const WHY: Readonly<Record<BindingEndReason, string>> = {
  REQUESTED: '按要求取消',
  MOVED: '改为关联别处',
  REPLACED: '改用另一个',
  SHARING_ENDED: '因共享已结束',
  UNBOUND_FROM_ACCOUNT: '因小区已与公众号取消关联',
  ACCOUNT_RELEASED: '因公众号已解除',
};

export const summaries: Messages['summaries'] = {
  AccountAuthorized: ({ profile, appId, owner }) => `${owner} 授权了公众号“${profile.nickname}”（${appId}）。`,
  AccountGrantRenewed: ({ appId }) => `公众号 ${appId} 在微信中更新了授权。`,
  AccountResumed: ({ appId }) => `公众号 ${appId} 重新授权，暂停的关联和共享已恢复。`,
  AccountDeauthorized: ({ appId }) => `公众号 ${appId} 在微信中取消了授权，其关联和共享已暂停。`,
  AccountProfileRefreshed: ({ profile, appId, changed }) =>
    changed.length === 0
      ? `重新读取了公众号“${profile.nickname}”（${appId}）的资料，没有变化。`
      : `公众号“${profile.nickname}”（${appId}）的资料有变化：${changed.join('、')}。`,
  AccountPermissionsChanged: ({ appId, permissions }) => `公众号 ${appId} 现授予 ${permissions.length} 个权限集。`,
  AccountReleased: ({ appId, owner, reason }) =>
    reason === null ? `${owner} 解除了公众号 ${appId}。` : `平台为 ${owner} 解除了公众号 ${appId}：${reason}`,
  PaymentInterfaceAdded: ({ name, merchantNumber, appId }) =>
    `公众号 ${appId} 新增了支付接口“${name}”（商户号 ${merchantNumber}）。`,
  PaymentInterfaceRemoved: ({ name, merchantNumber, appId }) =>
    `公众号 ${appId} 移除了支付接口“${name}”（商户号 ${merchantNumber}）。`,
  SharingStarted: ({ appId, owner, recipient }) => `${owner} 的公众号 ${appId} 现已共享给 ${recipient}。`,
  SharingEnded: ({ appId, owner, recipient, by }) => {
    const ender = { OWNER: owner, RECIPIENT: recipient, PLATFORM: '平台' }[by];
    return `${ender} 结束了 ${owner} 的公众号 ${appId} 对 ${recipient} 的共享。`;
  },

  MenuDraftSaved: ({ appId, version }) => `保存了公众号 ${appId} 菜单草稿的第 ${version} 版。`,
  MenuPublished: ({ appId, version }) => `发布了公众号 ${appId} 菜单草稿的第 ${version} 版。`,
  MenuImported: ({ appId, changed, version }) => {
    const draft = version === null ? '' : `，并作为草稿的第 ${version} 版`;
    return `从微信读取了公众号 ${appId} 的当前菜单，${changed ? '与已知的不同' : '没有变化'}${draft}。`;
  },
  MenuDeleted: ({ appId }) => `删除了公众号 ${appId} 的当前菜单。`,

  AuthorizationStarted: ({ tenantId }) => `${tenantId} 开始新增公众号授权。`,
  AuthorizationResultClaimed: ({ tenantId }) => `收到了微信对 ${tenantId} 所发起授权的结果。`,
  AuthorizationSucceeded: ({ tenantId, appId }) => `${tenantId} 发起的授权成功，公众号为 ${appId}。`,
  AuthorizationRefused: ({ tenantId, code, errcode }) =>
    code === 'ACCOUNT_OWNED_BY_ANOTHER'
      ? `${tenantId} 发起的授权被拒绝：该公众号已由另一位用户授权。`
      : `${tenantId} 发起的授权被微信拒绝${errcode === null ? '' : `，错误码 ${errcode}`}。`,

  AuthorizationsReconciled: ({ checked, authorized, renewed, deauthorized, ownerUnknown }) =>
    `与微信核对了 ${checked} 个公众号的授权：恢复 ${authorized.length} 个，更新 ${renewed.length} 个，取消 ${deauthorized.length} 个，归属不明 ${ownerUnknown.length} 个。`,

  ShareCodeGenerated: ({ label, appId, expiresAt }) =>
    `生成了公众号 ${appId} 的共享码 ${label}，有效期至 ${expiresAt}。`,
  ShareCodeRedeemed: ({ label, appId, recipient }) => `${recipient} 使用了公众号 ${appId} 的共享码 ${label}。`,
  ShareCodeCancelled: ({ label, appId }) => `公众号 ${appId} 的共享码 ${label} 已作废。`,

  AccessTokenIssued: ({ appId, grant }) => `向服务发放了公众号 ${appId} 的访问令牌（第 ${grant} 次授权）。`,

  PersonForgotten: ({ personId }) => `已删除人员 ${personId} 的身份标识和姓名；事件中仅保留此编号。`,

  AutomaticRepliesSet: ({ appId, replies }) =>
    `设置了公众号 ${appId} 的自动回复：关键词规则 ${replies.keywords.length} 条，${replies.onSubscribe ? '有' : '无'}关注回复，${replies.byDefault ? '有' : '无'}默认回复。`,

  CommunityRegistered: ({ name }) => `登记了小区“${name}”。`,
  CommunityRenamed: ({ name, previousName }) => `小区“${previousName}”更名为“${name}”。`,
  CommunityRemoved: ({ name }) => `移除了小区“${name}”。`,
  CommunityBound: ({ communityName, appId }) => `小区“${communityName}”关联了公众号 ${appId}。`,
  CommunityUnbound: ({ communityName, appId, reason }) =>
    `小区“${communityName}”与公众号 ${appId} 取消关联（${WHY[reason]}）。`,
  PaymentBound: ({ communityName, paymentInterfaceName, merchantNumber }) =>
    `小区“${communityName}”关联了支付接口“${paymentInterfaceName}”（商户号 ${merchantNumber}）。`,
  PaymentUnbound: ({ communityName, paymentInterfaceName, merchantNumber, reason }) =>
    `小区“${communityName}”与支付接口“${paymentInterfaceName}”（商户号 ${merchantNumber}）取消关联（${WHY[reason]}）。`,
};
