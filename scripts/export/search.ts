import { auditEventView } from '../../src/application/queries/audit.js';
import { directReads } from '../../src/application/queries/loaders.js';
import { audienceOf } from '../../src/application/trail/audience.js';
import { trailCondition } from '../../src/application/trail/trail-condition.js';
import { searchTrail } from '../../src/application/trail/trail-search.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { parseCursor, slotOf, type Cursor } from '../../src/event-store/cursor.js';
import { openEventReader } from '../../src/event-store/engines.js';
import type { DirectoryReader } from '../../src/people/directory.js';
import { openEmbeddedDirectoryReader } from '../../src/people/embedded-directory-reader.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';
import type { ReadModels } from '../../src/read-models/port.js';
import { Closing } from '../../src/server/closing.js';
import { writeOut } from '../support/output.js';
import { progressBeside, type ProgressDisplay } from '../support/progress-display.js';
import type { SearchWanted } from './arguments.js';
import { eventRows, headRow } from './rows.js';
import { trailReached } from './trail-reached.js';

/** Rows read at a time. */
const PAGE = 200;

/** Writes what a search of the trail finds, as its asker would be told it. */
export async function exportSearch(wanted: SearchWanted): Promise<void> {
  const { dataDir, privateDir, eventStore, out } = wanted;
  const closing = new Closing();
  try {
    const log = closing.add(await openEventReader(eventStore, dataDir));
    const readModels = closing.add(await openEmbeddedReadModels(dataDir, { readonly: true }));
    const people = closing.add(await openEmbeddedDirectoryReader(privateDir));
    const { reached, head } = await trailReached(log, readModels);
    if (reached < head) {
      console.error(`The read models know the trail up to event ${positionOf(reached)} of ${positionOf(head)}.`);
    }
    const display = progressBeside(out, 'events');
    try {
      await writeOut(rowsOf(wanted, { readModels, people, asOf: reached, display }), out);
    } finally {
      display?.end();
    }
  } finally {
    await closing.close();
  }
}

interface Sources {
  readonly readModels: ReadModels;
  readonly people: DirectoryReader;
  /** Up to where the trail and its search have come. */
  readonly asOf: Cursor;
  readonly display: ProgressDisplay | null;
}

async function* rowsOf(
  { tenant, filter, order, language }: SearchWanted,
  { readModels, people, asOf, display }: Sources,
): AsyncGenerator<string, void> {
  yield headRow(language);
  const viewer = viewerFor(tenant);
  const reads = directReads({ readModels, directory: people, seals: null, asOf: () => Promise.resolve(asOf) });
  const condition = await trailCondition(audienceOf(viewer) ?? 'ALL', filter, people);
  const total = positionOf(asOf);
  for (let from: string | undefined, more = true; more;) {
    const oldestFirst = order === 'OLDEST_FIRST';
    const rest = from === undefined ? {} : oldestFirst ? { after: from } : { before: from };
    const request = { ...rest, limit: PAGE, order: oldestFirst ? 'ascending' : 'descending' } as const;
    const page = await searchTrail(readModels, condition, request, asOf);
    const events = page.rows.map(({ document }) => auditEventView({ viewer, reads, readModels }, document));
    if (events.length > 0) yield eventRows(events, language);
    from = page.rows.at(-1)?.key;
    more = page.more && from !== undefined;
    const at = from === undefined || !more ? total : positionOf(from);
    display?.show(oldestFirst || !more ? at : total - at, total);
  }
}

/** Whoever may read the files is an auditor, unless it asks for what a tenant is told. */
const viewerFor = (tenant: string | null): Viewer => ({
  subject: 'export',
  name: null,
  roles: [tenant === null ? 'AUDITOR' : 'VIEWER'],
  tenant: tenant === null ? null : { id: tenant, name: null },
  expiresAt: Infinity,
});

const positionOf = (cursor: string): number => slotOf(parseCursor(cursor));
