import { openEmbeddedKeyRotation } from '../../../src/vault/embedded-key-rotation.js';
import { openEmbeddedVault } from '../../../src/vault/embedded-vault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { keyRotationContract } from './key-rotation-contract.js';

keyRotationContract('embedded', () => {
  const folder = temporaryFolder();
  return Promise.resolve({
    vault: (keys) => openEmbeddedVault(folder.path, keys),
    rotation: (keys, checks) => openEmbeddedKeyRotation(folder.path, keys, checks),
    dispose: () => {
      folder.remove();
      return Promise.resolve();
    },
  });
});
