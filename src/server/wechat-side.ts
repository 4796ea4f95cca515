import type { Config } from '../config/config.js';
import type { Vault } from '../vault/vault.js';
import type { WeChatComponent } from '../wechat/component.js';
import type { WeChatHosts } from '../wechat/hosts.js';
import type { Simulator } from '../wechat/simulator/simulator.js';
import { openSimulatedSide } from './shared-simulator.js';

/** WeChat as this process talks to it: the real one, or the simulator on a port of its own. */
export interface WeChatSide {
  readonly component: WeChatComponent;
  readonly hosts: WeChatHosts;
  /** Null where credentials of a real platform are configured, and where another process runs the simulator. */
  readonly simulator: Simulator | null;
  /** Null where credentials of a real platform are configured. */
  readonly simulatorUrl: string | null;
  close(): Promise<void>;
}

export async function openWeChatSide(
  config: Pick<Config, 'weChat' | 'host' | 'simulatorPort' | 'publicUrl' | 'privateDir'>,
  vault: Pick<Vault, 'get' | 'put' | 'erase'>,
): Promise<WeChatSide> {
  if (config.weChat === null) return openSimulatedSide(config, vault);
  return { ...config.weChat, simulator: null, simulatorUrl: null, close: () => Promise.resolve() };
}

/** The two URLs to be entered in WeChat's console (授权事件接收URL, 消息与事件接收URL). */
export const callbackUrls = (publicUrl: string): { readonly eventUrl: string; readonly messageUrl: string } => ({
  eventUrl: `${publicUrl}/wechat/events`,
  messageUrl: `${publicUrl}/wechat/messages/$APPID$`,
});
