import { openEmbeddedVault } from '../../src/vault/embedded-vault.js';
import type { Vault } from '../../src/vault/vault.js';

/** Of a vault that holds nothing worth keeping; the same for all who open one folder. */
const KEYS = { keys: new Map([[1, Buffer.alloc(32, 7)]]), current: 1 };

/** The vault of a folder that is thrown away afterwards. */
export const openScratchVault = (dataDir: string): Promise<Vault> => openEmbeddedVault(dataDir, KEYS);
