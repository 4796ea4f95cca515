import { projections } from '../../../projections/index.js';
import { createQueries } from '../../../src/application/queries/create-queries.js';
import type { Queries } from '../../../src/application/queries/queries.js';
import type { Asker } from '../../../src/application/queries/reads.js';
import type { Role } from '../../../src/auth/viewer.js';
import type { Directory } from '../../../src/people/directory.js';
import { NOTHING_KEPT } from '../../../src/history/nothing-kept.js';
import { Past } from '../../../src/history/past.js';
import { openEmbeddedDirectory } from '../../../src/people/embedded-directory.js';
import { openEmbeddedCallbackJournal } from '../../../src/wechat/callbacks/embedded-callback-journal.js';
import { openEmbeddedSeals } from '../../../src/audit/embedded/embedded-seals.js';
import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import type { ReadModels } from '../../../src/read-models/port.js';
import type { Progress } from '../../../src/read-models/progress.js';
import { ProgressTracker } from '../../../src/read-models/progress-tracker.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { MemoryLog } from '../projections/memory-log.js';
import { projected } from '../projections/projected.js';

/** A log, what the projections make of it, and the queries over that. */
export interface QueryWorld {
  readonly log: MemoryLog;
  readonly queries: Queries;
  /** Queries that look at the read models through something else. */
  queriesOver(readModels: ReadModels): Queries;
  readonly directory: Directory;
  readonly readModels: ReadModels;
  readonly progress: Progress;
  /** ISO 8601; the test moves it. */
  now: string;
  /** Lets the read models hold all that is in the log. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

export async function openQueryWorld(log = new MemoryLog()): Promise<QueryWorld> {
  const folder = temporaryFolder();
  const writer = await openEmbeddedReadModels(folder.path, { readonly: false, log: () => undefined });
  for (const projection of projections) await writer.prepare(projection);
  const directory = await openEmbeddedDirectory(folder.path);
  const callbacks = await openEmbeddedCallbackJournal(folder.path, {
    onFailure: (error) => {
      throw error;
    },
  });
  const seals = await openEmbeddedSeals(folder.path);
  const progress = new ProgressTracker();
  const queriesOver = (readModels: ReadModels): Queries =>
    createQueries({
      readModels,
      progress,
      events: log,
      directory,
      past: new Past({ events: log, kept: NOTHING_KEPT }),
      callbacks,
      seals,
      clock: { now: () => world.now },
      publicUrl: () => 'https://gongxiang.example/',
    });
  const world: QueryWorld = {
    log,
    directory,
    readModels: writer,
    now: '2026-01-01T12:00:00.000Z',
    progress,
    queries: queriesOver(writer),
    queriesOver,
    async catchUp() {
      const to = await log.head();
      for (const collection of projections) {
        const documents = projected(collection, log.events);
        await writer.reset(collection);
        const changes = [...documents].map(([id, document]) => ({ collection, id, document }));
        const moves = [{ projection: collection, from: null, to }];
        await writer.apply({ changes, moves });
      }
      const all = { reached: to, views: to, search: to };
      progress.report({ ...all, handled: log.events.length, projections: await writer.projections() });
    },
    async close() {
      await directory.close();
      await callbacks.close();
      await seals.close();
      await writer.close();
      folder.remove();
    },
  };
  return world;
}

export const asker = (role: Role, tenant: string | null = null, subject = 'someone'): Asker => ({
  viewer: {
    subject,
    name: null,
    roles: [role],
    tenant: tenant === null ? null : { id: tenant, name: null },
    expiresAt: 0,
  },
});

export const operator = (tenant: string): Asker => asker('OPERATOR', tenant);
export const auditor = asker('AUDITOR');
export const service = asker('SERVICE');
export const administrator = asker('PLATFORM_ADMIN');
