/** What the pages of the QR flow say. */
const en = {
  title: 'Authorize an official account',
  start:
    'The administrator of the official account continues at WeChat and confirms there with the personal WeChat that is bound to the account.',
  toWeChat: 'Continue at WeChat',
  expired: 'This invitation has expired. Start a new authorization.',
  claimed: 'WeChat has confirmed. The account is being set up; this page refreshes itself.',
  authorized: 'Done: the official account is authorized. You can close this page.',
  ownedByAnother:
    'This official account belongs to another customer of the platform. Ask its owner for a share code instead.',
  refused: 'WeChat did not accept this authorization. Start a new one and scan again.',
  unavailable: 'WeChat did not answer just now. The authorization will be carried on by itself; come back in a minute.',
  unknown: 'There is no such authorization.',
  noCode: 'WeChat sent no authorization code. Start again from the page that brought you here.',
};

const zh: typeof en = {
  title: '公众号授权',
  start: '请公众号管理员前往微信继续，并用绑定该公众号的个人微信确认授权。',
  toWeChat: '前往微信',
  expired: '此授权链接已过期，请重新发起授权。',
  claimed: '微信已确认，正在完成设置，本页会自动刷新。',
  authorized: '授权成功，可以关闭本页。',
  ownedByAnother: '该公众号已属于平台的另一位客户，请向其索取公众号共享码。',
  refused: '微信未接受本次授权，请重新发起并再次扫码。',
  unavailable: '微信暂时没有响应，系统会自动继续处理，请稍后再看。',
  unknown: '没有这个授权。',
  noCode: '微信没有返回授权码，请从原页面重新开始。',
};

export const authorizationTexts = { en, zh };
