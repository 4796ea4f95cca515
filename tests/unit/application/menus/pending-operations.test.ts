import { openScratchVault } from '../../../../scripts/support/scratch-vault.js';
import { PendingOperations, type MenuOperation } from '../../../../src/application/menus/pending-operations.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { acting } from './menu-world.js';

const appId = 'wx0123456789abcdef';
const operation = (id: string): MenuOperation => ({
  command: 'DeleteMenu',
  identity: { id, fingerprint: 'f' },
  acting,
  wish: { kind: 'DELETE', tenure: { appId, tenure: 1, owner: 'o1' } },
});
const turn = (fence: number) => ({ fence: { lease: 'menu', fence }, signal: new AbortController().signal });

test('R25: who was held up, and has lost the turn without knowing it, erases no newer operation', async () => {
  const folder = temporaryFolder();
  const vault = await openScratchVault(folder.path);
  const pending = new PendingOperations(vault);
  await pending.keep(operation('older'), null, turn(1));
  await pending.keep(operation('newer'), (await pending.get(appId))?.version ?? null, turn(2));
  await pending.erase(operation('older'), turn(1));
  expect((await pending.get(appId))?.operation.identity.id).toBe('newer');
  await pending.erase(operation('newer'), turn(2));
  expect(await pending.accounts()).toEqual([]);
  await vault.close();
  folder.remove();
});
