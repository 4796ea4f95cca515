import type { TrailDocument } from '../../projections/documents.js';
import { trail } from '../../projections/index.js';
import { formatCursor, parseCursor } from '../../src/event-store/cursor.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import type { EventReader } from '../../src/event-store/port.js';
import { openEmbeddedReadModels } from '../../src/read-models/embedded/open.js';
import type { ReadModels } from '../../src/read-models/port.js';
import { Chance } from '../generate/chance.js';
import { localTokens } from '../support/local-tokens.js';
import { startServerProcess } from '../support/server-process.js';
import type { OnProgress } from './generated-log.js';
import { formatMemory, mostMemoryOf } from '../support/memory-of.js';
import { Searcher, type Order } from './searcher.js';
import { percentile } from './percentile.js';
import { SEARCHES, type Search } from './trail-searches.js';

/** How long the first page of a search takes over HTTP, in milliseconds. */
export interface TrailFigure {
  readonly search: string;
  readonly p50: number;
  readonly p95: number;
  /** Events on the page, on average. */
  readonly found: number;
}

export interface TrailBench {
  readonly events: number;
  readonly figures: readonly TrailFigure[];
  /** Most memory that the server had, in bytes; null where the system does not tell. */
  readonly memory: number | null;
}

/** Searches of each kind: each for what some event of the log says, wherever it stands. */
const SAMPLES = 60;

/** Measures searches of a folder's trail, each asked of a server over HTTP, one behind the other. */
export async function benchTrail(folder: string, onProgress: OnProgress): Promise<TrailBench> {
  const server = await startServerProcess({ dataDir: folder, env: { RECONCILE_MINUTES: '0' } });
  const events = await openEmbeddedEventReader(folder);
  const readModels = await openEmbeddedReadModels(folder, { readonly: true });
  try {
    const searcher = new Searcher(server.url, await localTokens(folder));
    const chance = new Chance(7);
    const figures: TrailFigure[] = [];
    // The first ones warm up code and caches, and do not count.
    for (const search of SEARCHES)
      await searcher.search(search.ask(await someEvent(readModels, events, chance)), 'NEWEST_FIRST');
    for (const [done, search] of SEARCHES.entries()) {
      onProgress('searching', done, SEARCHES.length);
      figures.push(await timesOf(search, searcher, () => someEvent(readModels, events, chance)));
    }
    const { position } = parseCursor(await events.head());
    return { events: Number(position), figures, memory: mostMemoryOf(server.child.pid ?? 0) };
  } finally {
    await readModels.close();
    await events.close();
    await server.stop();
  }
}

export function formatTrail({ events, figures, memory }: TrailBench): string {
  const column = (value: number): string => value.toFixed(1).padStart(8);
  const heading = `first page of the trail over HTTP, ${events.toLocaleString('en')} events, in ms:`;
  return [
    `${heading.padEnd(60)}     p50     p95   found`,
    ...figures.map(({ search, p50, p95, found }) => `${search.padEnd(60)}${column(p50)}${column(p95)}${column(found)}`),
    `most memory of the server meanwhile: ${formatMemory(memory)}`,
  ].join('\n');
}

async function timesOf(search: Search, searcher: Searcher, some: () => Promise<TrailDocument>): Promise<TrailFigure> {
  const times: number[] = [];
  let found = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const order: Order = sample % 2 === 0 ? 'NEWEST_FIRST' : 'OLDEST_FIRST';
    const answer = await searcher.search(search.ask(await some()), order);
    times.push(answer.milliseconds);
    found += answer.found;
  }
  return { search: search.name, p50: percentile(times, 0.5), p95: percentile(times, 0.95), found: found / SAMPLES };
}

/** Any event of the log is as likely as any other. */
async function someEvent(readModels: ReadModels, events: EventReader, chance: Chance): Promise<TrailDocument> {
  const head = parseCursor(await events.head());
  const above = formatCursor({ ...head, position: BigInt(chance.below(Number(head.position))) });
  const scan = { index: 'all', prefix: [], above: [above] };
  const [row] = (await readModels.page(trail, scan, { limit: 1, order: 'ascending' })).rows;
  if (row?.document.kind !== 'event') throw new Error('The trail holds nothing to search for.');
  return row.document;
}
