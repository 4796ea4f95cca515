import type { MemoryPlace } from '../../../src/wechat/simulator/memory.js';
import { Harness } from './simulator-harness.js';

/** Keeps the text, as the vault does for the server. */
function place(): MemoryPlace & { text: string | null } {
  const kept = {
    text: null as string | null,
    load: () => Promise.resolve(kept.text),
    save: (text: string) => {
      kept.text = text;
      return Promise.resolve();
    },
  };
  return kept;
}

describe('The simulator, started again', () => {
  it('remembers accounts, who authorizes the platform, and menus', async () => {
    const memory = place();
    const before = await Harness.start({ memory });
    const { appId } = before.simulator.addAccount({ nickname: '绿园' });
    await before.simulator.authorize({ appId, permissions: [1, 15], push: 'NONE' });
    before.simulator.setWebsiteMenu(appId, [{ name: '报修', type: 'click', key: 'repair' }]);
    const truth = before.simulator.truth();
    await before.close();

    const after = await Harness.start({ memory });
    expect(after.simulator.accounts().find((account) => account.appId === appId)).toMatchObject({ nickname: '绿园' });
    expect(after.simulator.truth()).toEqual(truth.map((grant) => ({ ...grant, accessTokens: [] })));
    expect(after.simulator.menuOf(appId)).toMatchObject({ madeBy: 'WEBSITE', buttons: [{ name: '报修' }] });
    expect(after.simulator.issuedSecrets()).toContain(truth[0]?.refreshToken);
    await after.close();
  });

  it('begins a new world where there is nothing, or nothing that it understands', async () => {
    const memory = place();
    memory.text = JSON.stringify({ version: 0 });
    const harness = await Harness.start({ memory });
    expect(harness.simulator.truth()).toEqual([]);
    await harness.close();
  });
});
