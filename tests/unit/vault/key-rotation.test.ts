import Database from 'libsql';
import { join } from 'node:path';
import { openEmbeddedKeyRotation } from '../../../src/vault/embedded-key-rotation.js';
import { openEmbeddedVault } from '../../../src/vault/embedded-vault.js';
import { vaultKeysOf } from '../../../src/vault/key-ring.js';
import { rotate } from '../../../src/vault/key-rotation.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const FORMER = { version: 1, key: Buffer.alloc(32, 1) };
const NEW = { version: 2, key: Buffer.alloc(32, 2) };

describe('key rotation', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  test('what is damaged is told by name and left as it is; the rest is done, and its key stays needed', async () => {
    const vault = await openEmbeddedVault(folder.path, vaultKeysOf([FORMER]));
    for (const name of ['a', 'b', 'c']) await vault.put(name, `secret of ${name}`);
    await vault.close();
    const database = new Database(join(folder.path, 'private.db'));
    database.exec("UPDATE vault_secrets SET sealed = substr(sealed, 1, 20) WHERE name = 'b'");
    database.close();

    const rotation = await openEmbeddedKeyRotation(folder.path, vaultKeysOf([NEW, FORMER]), { mayBeNew: true });
    const report = await rotate(rotation, () => undefined);
    await rotation.close();
    expect(report).toEqual({
      resealed: 2,
      damaged: ['b'],
      usage: [
        { version: 1, secrets: 1 },
        { version: 2, secrets: 2 },
      ],
      removable: [],
    });
  });
});
