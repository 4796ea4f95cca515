import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { leasesContract } from './leases-contract.js';

leasesContract('embedded', () => {
  const folder = temporaryFolder();
  let now = Date.parse('2026-03-01T08:00:00.000Z');
  return Promise.resolve({
    open: () => openEmbeddedLeases(folder.path, { clock: () => now }),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    dispose: () => {
      folder.remove();
      return Promise.resolve();
    },
  });
});
