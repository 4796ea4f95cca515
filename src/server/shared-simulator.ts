import { setTimeout as delay } from 'node:timers/promises';
import { SIMULATED_WORLD, SIMULATOR_ADDRESS } from '../application/vault-names.js';
import { ConfigError, type Config } from '../config/config.js';
import { lockPart, type FolderLock } from '../private-store/folder-lock.js';
import type { Vault } from '../vault/vault.js';
import { oneHost } from '../wechat/hosts.js';
import { SIMULATED_COMPONENT } from '../wechat/simulator/component.js';
import { startSimulator } from '../wechat/simulator/simulator.js';
import type { WeChatSide } from './wechat-side.js';

/** How long to wait for another process that is just starting the simulator, milliseconds. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

type Place = Pick<Config, 'host' | 'simulatorPort' | 'publicUrl' | 'privateDir'>;

/**
 * There is one WeChat, so there is one simulator for all processes that share a private folder: the first of them runs
 * it, and the others ask that one.
 */
export async function openSimulatedSide(
  config: Place,
  vault: Pick<Vault, 'get' | 'put' | 'erase'>,
): Promise<WeChatSide> {
  const part = lockPart(config.privateDir, 'simulator');
  if (part !== null) return runSimulator(config, vault, part);
  const url = await addressOfOther(config, vault);
  return {
    component: SIMULATED_COMPONENT,
    hosts: oneHost(url),
    simulator: null,
    simulatorUrl: url,
    close: () => Promise.resolve(),
  };
}

async function runSimulator(
  config: Place,
  vault: Pick<Vault, 'get' | 'put' | 'erase'>,
  part: FolderLock,
): Promise<WeChatSide> {
  try {
    // Of one that was killed: nobody is to ask there any more.
    await vault.erase(SIMULATOR_ADDRESS);
    const simulator = await startSimulator({
      host: config.host,
      port: config.simulatorPort,
      component: { startDomain: new URL(config.publicUrl).hostname },
      memory: { load: () => vault.get(SIMULATED_WORLD), save: (text) => vault.put(SIMULATED_WORLD, text) },
    });
    await vault.put(SIMULATOR_ADDRESS, simulator.url);
    return {
      component: simulator.component,
      hosts: oneHost(simulator.url),
      simulator,
      simulatorUrl: simulator.url,
      close: async () => {
        try {
          await simulator.close();
        } finally {
          part.release();
        }
      },
    };
  } catch (error) {
    part.release();
    throw error;
  }
}

/** @throws ConfigError when it does not run for long */
async function addressOfOther({ privateDir }: Place, vault: Pick<Vault, 'get'>): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const url = await vault.get(SIMULATOR_ADDRESS);
    if (url !== null) return url;
    if (performance.now() > deadline) {
      throw new ConfigError([
        `PRIVATE_DIR ${privateDir}: another process is to run the WeChat simulator, and does not.`,
      ]);
    }
    await delay(LOOK_AGAIN_MS);
  }
}
