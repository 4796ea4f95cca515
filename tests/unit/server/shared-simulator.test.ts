import { loadConfig } from '../../../src/config/config.js';
import { openWeChatSide, type WeChatSide } from '../../../src/server/wechat-side.js';
import { openScratchVault } from '../../../scripts/support/scratch-vault.js';
import type { Vault } from '../../../src/vault/vault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the simulator of processes that share a private folder', () => {
  const folder = temporaryFolder();
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const one of opened.reverse()) await one.close();
    folder.remove();
  });

  const vaultOf = async (): Promise<Vault> => {
    const vault = await openScratchVault(folder.path);
    opened.push(vault);
    return vault;
  };
  const open = async (): Promise<WeChatSide> => {
    const config = loadConfig({ SIMULATOR_PORT: '0', PRIVATE_DIR: folder.path });
    const side = await openWeChatSide(config, await vaultOf());
    opened.push(side);
    return side;
  };

  it('is one: the first runs it, the others ask that one, and whoever comes after it ended runs it again', async () => {
    const first = await open();
    const [second, third] = await Promise.all([open(), open()]);
    expect(first.simulator?.url).toBe(first.simulatorUrl);
    for (const other of [second, third]) {
      expect(other).toMatchObject({ simulator: null, simulatorUrl: first.simulatorUrl, hosts: first.hosts });
      expect(other.component.appId).toBe(first.component.appId);
    }
    const account = first.simulator?.addAccount({ nickname: '绿园' });
    await first.close();

    const next = await open();
    expect(next.simulator?.accounts()).toContainEqual(account);
    expect((await open()).simulatorUrl).toBe(next.simulatorUrl);
  });

  it('is waited for by those who come while it is about to start', async () => {
    const elsewhere = temporaryFolder();
    const config = loadConfig({ SIMULATOR_PORT: '0', PRIVATE_DIR: elsewhere.path });
    const vaults = await Promise.all([openScratchVault(elsewhere.path), openScratchVault(elsewhere.path)]);
    const sides = await Promise.all(vaults.map((vault) => openWeChatSide(config, vault)));
    expect(sides.filter(({ simulator }) => simulator !== null)).toHaveLength(1);
    expect(new Set(sides.map(({ simulatorUrl }) => simulatorUrl)).size).toBe(1);
    for (const one of [...sides, ...vaults]) await one.close();
    elsewhere.remove();
  });
});
