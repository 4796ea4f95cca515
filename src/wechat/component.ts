/** The platform as it is registered with WeChat (wechat protocol §0): values of its console. */
export interface WeChatComponent {
  readonly appId: string;
  readonly secret: string;
  /** 消息校验Token: signs what WeChat sends. */
  readonly token: string;
  /** 消息加解密Key, 43 characters each: the present one first, then the previous one while it is being replaced. */
  readonly encodingAesKeys: readonly [string, ...string[]];
}
