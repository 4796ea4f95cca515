import { generateKeyPairSync } from 'node:crypto';
import { cpSync } from 'node:fs';
import { openEmbeddedSealReader, openEmbeddedSeals } from '../../../../src/audit/embedded/embedded-seals.js';
import { foundByThreads } from '../../../../src/audit/embedded/hashing/found-by-threads.js';
import type { Seal } from '../../../../src/audit/seal.js';
import { Sealer } from '../../../../src/audit/sealer.js';
import { AuditSigner } from '../../../../src/audit/signing.js';
import type { FoundEvents } from '../../../../src/audit/verify/found.js';
import { verifyAudit, type Verdict } from '../../../../src/audit/verify/verify-audit.js';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../../src/event-store/embedded/open.js';
import { record, request } from '../../../contract/event-store/requests.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

export const signer = new AuditSigner(generateKeyPairSync('ed25519').privateKey);

/** A data folder with a log that was sealed time and again: `portions` events between two seals. */
export async function makeSealedLog(portions: readonly number[]): Promise<string> {
  const { path } = temporaryFolder();
  const log = await openEmbeddedEventStore(path);
  const seals = await openEmbeddedSeals(path);
  const sealer = await Sealer.start({ log, seals, signer, now: Date.now });
  let count = 0;
  for (const portion of portions) {
    const records = Array.from({ length: portion }, () => {
      count += 1;
      return record(`tenant-t${count % 9}`, 'CommunityRegistered', {
        communityId: `c-${count}`,
        name: `Garden ${count}`,
      });
    });
    await log.append(request(records));
    await sealer.seal();
  }
  await seals.close();
  await log.close();
  return path;
}

export async function sealAnew(folder: string): Promise<void> {
  const [log, seals] = [await openEmbeddedEventReader(folder), await openEmbeddedSeals(folder)];
  await (await Sealer.start({ log, seals, signer, now: Date.now })).seal();
  await seals.close();
  await log.close();
}

/** @param found what is found in the log; unless told, by a thread that reads it in many stretches */
export async function verified(
  folder: string,
  kept: readonly Seal[] = [],
  found: FoundEvents = foundByThreads(folder, { stretch: 64, threads: 1 }),
): Promise<Verdict> {
  const seals = await openEmbeddedSealReader(folder);
  try {
    return await verifyAudit({ found, seals, kept, onProgress: () => undefined });
  } finally {
    await seals.close();
  }
}

/** A copy of the folder, to be tampered with. */
export function copyOf(folder: string): ReturnType<typeof temporaryFolder> {
  const copy = temporaryFolder();
  cpSync(folder, copy.path, { recursive: true });
  return copy;
}
