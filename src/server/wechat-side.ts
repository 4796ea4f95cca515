import { SIMULATED_WORLD } from '../application/vault-names.js';
import type { Config } from '../config/config.js';
import type { Vault } from '../vault/vault.js';
import type { WeChatComponent } from '../wechat/component.js';
import { oneHost, type WeChatHosts } from '../wechat/hosts.js';
import { startSimulator, type Simulator } from '../wechat/simulator/simulator.js';

/** WeChat as this process talks to it: the real one, or the simulator on a port of its own. */
export interface WeChatSide {
  readonly component: WeChatComponent;
  readonly hosts: WeChatHosts;
  /** Null where credentials of a real platform are configured. */
  readonly simulator: Simulator | null;
  close(): Promise<void>;
}

export async function openWeChatSide(
  config: Pick<Config, 'weChat' | 'host' | 'simulatorPort' | 'publicUrl'>,
  vault: Pick<Vault, 'get' | 'put'>,
): Promise<WeChatSide> {
  if (config.weChat !== null) return { ...config.weChat, simulator: null, close: () => Promise.resolve() };
  const simulator = await startSimulator({
    host: config.host,
    port: config.simulatorPort,
    component: { startDomain: new URL(config.publicUrl).hostname },
    memory: { load: () => vault.get(SIMULATED_WORLD), save: (text) => vault.put(SIMULATED_WORLD, text) },
  });
  return {
    component: simulator.component,
    hosts: oneHost(simulator.url),
    simulator,
    close: () => simulator.close(),
  };
}

/** The two URLs to be entered in WeChat's console (授权事件接收URL, 消息与事件接收URL). */
export const callbackUrls = (publicUrl: string): { readonly eventUrl: string; readonly messageUrl: string } => ({
  eventUrl: `${publicUrl}/wechat/events`,
  messageUrl: `${publicUrl}/wechat/messages/$APPID$`,
});
