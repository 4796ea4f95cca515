import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLeases } from '../../../src/leases/embedded-leases.js';
import { openEmbeddedVault } from '../../../src/vault/embedded-vault.js';
import { vaultContract } from './vault-contract.js';

vaultContract('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const keys = new Map([[1, randomBytes(32)]]);
  return {
    open: () => openEmbeddedVault(folder, { keys, current: 1 }),
    leases: () => openEmbeddedLeases(folder),
    dispose: () => rm(folder, { recursive: true }),
  };
});
