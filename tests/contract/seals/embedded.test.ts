import { openEmbeddedSealReader, openEmbeddedSeals } from '../../../src/audit/embedded/embedded-seals.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { sealsContract } from './seals-contract.js';

sealsContract('embedded', () => {
  const folder = temporaryFolder();
  return Promise.resolve({
    open: () => openEmbeddedSeals(folder.path),
    openReader: () => openEmbeddedSealReader(folder.path),
    dispose: () => {
      folder.remove();
      return Promise.resolve();
    },
  });
});
