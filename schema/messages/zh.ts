import type { Messages } from './messages.js';
import { problems } from './zh-problems.js';
import { summaries } from './zh-summaries.js';

export const zh: Messages = {
  refusals: {
    INVALID_INPUT: ({ problems }) => `输入中有 ${problems.length} 处不符合要求，详见 problems。`,
    IDEMPOTENCY_KEY_REUSED: () => '该 idempotencyKey 已用于另一个请求。请换一个新的，或原样重发先前的请求。',
    ACCOUNT_NOT_FOUND: () => '没有找到该公众号。请核对 appId：公众号须由您授权，或已共享给您。',
    NOT_ACCOUNT_OWNER: () => '只有授权该公众号的用户才能进行此操作，请联系对方。',
    ACCOUNT_NOT_AUTHORIZED: ({ since }) =>
      since === null
        ? '该公众号目前没有授权，须由其所有者重新授权后再操作。'
        : `该公众号的管理员已于 ${since} 在微信中取消授权，须由其所有者重新授权后再操作。`,
    ACCOUNT_OWNED_BY_ANOTHER: () => '该公众号已由平台的另一位用户授权。请向对方索取公众号共享码并兑换。',
    BINDINGS_REMAIN: ({ count }) => `还有 ${count} 个小区处于关联状态，请先取消关联，详见 communities 和 bindings。`,
    SHARINGS_REMAIN: ({ count }) => `该公众号仍共享给 ${count} 位用户，请先结束这些共享，详见 sharings。`,
    PAYMENT_INTERFACE_NOT_FOUND: () => '没有找到该支付接口。请在公众号的 paymentInterfaces 中核对其 ID。',
    MERCHANT_NUMBER_TAKEN: () => '该公众号已有使用此商户号的支付接口。请使用已有的接口，或换一个商户号。',
    MERCHANT_NUMBER_MISMATCH: () =>
      '商户号与该支付接口不一致。收款将进入该商户，请按 paymentInterface 显示的商户号重新输入。',
    TOO_MANY_AT_ONCE: ({ count, limit }) =>
      `需要一次取消关联 ${count} 个小区，上限为 ${limit} 个。请先用 unbindCommunities 分批取消关联。`,
    SHARE_CODES_NOT_OPEN: ({ labels }) =>
      `只能作废未使用的共享码，以下共享码不能作废：${labels.join('、')}。请去掉它们。`,
    SHARE_CODE_MISTYPED: () => '这不是公众号共享码，可能输错或漏了字符。请与对方发来的共享码核对。',
    SHARE_CODE_UNKNOWN: () => '该共享码不存在。请向公众号的所有者索取新的共享码。',
    SHARE_CODE_EXPIRED: ({ expiredAt }) => `该共享码已于 ${expiredAt} 过期。请向公众号的所有者索取新的共享码。`,
    SHARE_CODE_ALREADY_USED: ({ byViewer }) =>
      byViewer
        ? '您已使用过该共享码，每个共享码只能使用一次。如需再次共享，请向所有者索取新的共享码。'
        : '该共享码已被另一位用户使用，每个共享码只能使用一次。请向公众号的所有者索取新的共享码。',
    SHARE_CODE_CANCELLED: () => '该共享码已被公众号的所有者作废，请向其索取新的共享码。',
    OWN_ACCOUNT: () => '该共享码属于您自己的公众号，无需共享，可直接关联您的小区。',
    ALREADY_SHARED: () => '该公众号已共享给您，可直接关联您的小区。该共享码未被消耗。',
    TOO_MANY_ATTEMPTS: ({ retryAfterSeconds }) =>
      `尝试了过多不存在的共享码。请在 ${retryAfterSeconds} 秒后，按对方发来的共享码重试。`,
    SHARING_NOT_FOUND: () => '没有找到该共享。请在公众号的 sharings 中核对其 ID。',
    SHARING_ALREADY_ENDED: () => '该共享已经结束，无需再操作。',
    EXTERNAL_IDS_TAKEN: ({ externalIds }) =>
      `以下外部编号已属于现有小区：${externalIds.join('、')}。请换用其他编号，或去掉这些小区。`,
    COMMUNITY_NOT_FOUND: () => '没有找到该小区。请在您的小区中核对其 ID。',
    COMMUNITIES_REFUSED: ({ communities }) =>
      `没有做任何更改：有 ${communities.length} 个小区不能操作，各自的原因见 communities。`,
    MENU_DRAFT_CHANGED: () =>
      '菜单草稿与您所依据的版本不同，可能已被他人修改。请查看 menu，合并需要保留的内容后，以其 version 重新提交。',
    NO_MENU_DRAFT: () => '没有可发布的菜单草稿。请先用 saveMenuDraft 保存草稿，或导入当前菜单。',
    WECHAT_REFUSED: ({ errcode, errmsg }) => `微信拒绝了该请求，错误码 ${errcode}：${errmsg}`,
    WECHAT_UNAVAILABLE: ({ retryAfterSeconds }) => `微信暂时没有响应，请在 ${retryAfterSeconds} 秒后重发同一请求。`,
  },
  problems,
  summaries,
  namedAccount: ({ name, appId }) => `“${name}”（${appId}）`,
  actedBy: ({ who, sentence }) => `${who}：${sentence}`,
  releaseNote:
    '公众号已在本平台解除。微信中的授权仍然有效：须由公众号管理员在微信公众平台的“授权管理”中取消对第三方平台的授权。',
  settlementNotice: ({ name, merchantNumber }) =>
    `关联后，小区业主支付的款项将结算到微信支付商户号 ${merchantNumber}（${name}）。请确认应由该商户收款。`,
  settlementWarning: ({ merchantNumber, count }) =>
    `从现在起，这 ${count} 个小区业主支付的款项将结算到微信支付商户号 ${merchantNumber}。`,
  forbidden: '您的角色不允许此操作。请向管理员申请具有相应角色的令牌。',
  tenantNeeded: '此操作仅供用户使用，而您的令牌没有指明用户。请使用为某个用户签发的令牌。',
};
