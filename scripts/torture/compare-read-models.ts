import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projections } from '../../projections/index.js';
import { rebuildReadModels } from '../../projections/runner/rebuild.js';
import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';

const IN_THE_FOLDER: EventStoreChoice = { engine: 'embedded' };

/**
 * Compares the read models of a stopped server's folder with ones that are made anew from its log, document by
 * document. Resolves to how many documents were compared.
 *
 * @throws naming the first document that differs
 */
export async function compareWithRebuild(dataDir: string, eventStore = IN_THE_FOLDER): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'gongxiang-rebuild-'));
  try {
    cpSync(dataDir, copy, { recursive: true });
    await rebuildReadModels({
      dataDir: copy,
      eventStore,
      only: null,
      log: () => undefined,
      onProgress: () => undefined,
    });
    return await compareReadModels(dataDir, copy, eventStore);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * Compares the read models of a folder that has their log with those in another folder: every document, and how many
 * entries each index has. Nothing happens meanwhile. Resolves to how many documents were compared.
 *
 * @throws naming the first document or index that differs
 */
export async function compareReadModels(dataDir: string, other: string, eventStore = IN_THE_FOLDER): Promise<number> {
  const reader = await openEventReader(eventStore, dataDir);
  const ours = await openEmbeddedReadModels(dataDir, { readonly: true });
  const theirs = await openEmbeddedReadModels(other, { readonly: true });
  let compared = 0;
  try {
    for (const projection of projections) {
      const ids = [...(await idsOf(projection, reader.readAll(null)))];
      for (let from = 0; from < ids.length; from += 500) {
        const some = ids.slice(from, from + 500);
        const [some1, some2] = await Promise.all([ours.getMany(projection, some), theirs.getMany(projection, some)]);
        const differs = some.findIndex((_id, index) => !isDeepStrictEqual(some1[index], some2[index]));
        if (differs >= 0) throw new Error(`${projection.name} ${some[differs] ?? ''} differs.`);
        compared += some.length;
      }
      for (const index of Object.keys(projection.indexes)) {
        const scan = { index, prefix: [] };
        const [count1, count2] = await Promise.all([ours.count(projection, scan), theirs.count(projection, scan)]);
        if (count1 !== count2) throw new Error(`${projection.name} by ${index}: ${count1} and ${count2} entries.`);
      }
    }
  } finally {
    await Promise.all([reader.close(), ours.close(), theirs.close()]);
  }
  return compared;
}

async function idsOf(
  projection: (typeof projections)[number],
  log: AsyncIterable<StoredEvent>,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const event of log) {
    if (projection.events.includes(event.type)) for (const id of projection.key(event)) ids.add(id);
  }
  return ids;
}
