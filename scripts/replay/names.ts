import DataLoader from 'dataloader';
import type { AskingNames } from '../../src/application/queries/actors.js';
import type { Viewer } from '../../src/auth/viewer.js';
import type { DirectoryReader } from '../../src/people/directory.js';

/** Whoever may read the files of the log may see all of it. */
const AUDITOR: Viewer = { subject: 'replay', name: null, roles: ['AUDITOR'], tenant: null, expiresAt: Infinity };

/** Names for some lines that are made together: each is looked up once, and none is remembered for later lines. */
export function namesFrom(directory: DirectoryReader): AskingNames {
  const people = new DataLoader((ids: readonly string[]) => directory.people(ids));
  const tenants = new DataLoader((ids: readonly string[]) => directory.tenantNames(ids));
  return {
    viewer: AUDITOR,
    reads: { person: (id) => people.load(id), tenantName: (id) => tenants.load(id) },
  };
}
