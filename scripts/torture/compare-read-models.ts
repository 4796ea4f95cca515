import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projections } from '../../projections/index.js';
import { rebuildReadModels } from '../../projections/runner/rebuild.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';

/**
 * Compares the read models of a stopped server's folder with ones that are made anew from its log, document by
 * document. Resolves to how many documents were compared.
 *
 * @throws naming the first document that differs
 */
export async function compareWithRebuild(dataDir: string): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'gongxiang-rebuild-'));
  try {
    cpSync(dataDir, copy, { recursive: true });
    await rebuildReadModels({ dataDir: copy, only: null, log: () => undefined, onProgress: () => undefined });
    const reader = await openEmbeddedEventReader(dataDir);
    const live = await openEmbeddedReadModels(dataDir, { readonly: true });
    const anew = await openEmbeddedReadModels(copy, { readonly: true });
    let compared = 0;
    try {
      for (const projection of projections) {
        const ids = [...(await idsOf(projection, reader.readAll(null)))];
        for (let from = 0; from < ids.length; from += 500) {
          const some = ids.slice(from, from + 500);
          const [ours, theirs] = await Promise.all([live.getMany(projection, some), anew.getMany(projection, some)]);
          const differs = some.findIndex((_id, index) => !isDeepStrictEqual(ours[index], theirs[index]));
          if (differs >= 0) throw new Error(`${projection.name} ${some[differs] ?? ''} differs from a rebuild.`);
          compared += some.length;
        }
      }
    } finally {
      await Promise.all([reader.close(), live.close(), anew.close()]);
    }
    return compared;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
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
