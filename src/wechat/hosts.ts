/** Where WeChat is reached. */
export interface WeChatHosts {
  readonly api: string;
  /** Authorization page for PC browsers. */
  readonly pc: string;
  /** Authorization page inside WeChat on a phone. */
  readonly mobile: string;
}

export const WECHAT_HOSTS: WeChatHosts = {
  api: 'https://api.weixin.qq.com',
  pc: 'https://mp.weixin.qq.com',
  mobile: 'https://open.weixin.qq.com',
};

/** One host that plays all of WeChat's, such as the simulator. */
export function oneHost(url: string): WeChatHosts {
  return { api: url, pc: url, mobile: url };
}
