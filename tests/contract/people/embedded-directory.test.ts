import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { directoryContract } from './directory-contract.js';

directoryContract('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'directory-'));
  return { open: () => openEmbeddedDirectory(folder), dispose: () => rm(folder, { recursive: true }) };
});
