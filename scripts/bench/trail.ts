import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrailDocument } from '../../projections/documents.js';
import { trail } from '../../projections/index.js';
import { rebuildReadModels } from '../../projections/runner/rebuild.js';
import { trailCondition } from '../../src/application/trail/trail-condition.js';
import { searchTrail } from '../../src/application/trail/trail-search.js';
import { formatCursor, parseCursor } from '../../src/event-store/cursor.js';
import { logPath } from '../../src/event-store/embedded/schema.js';
import { openEmbeddedEventReader } from '../../src/event-store/embedded/open.js';
import type { EventReader } from '../../src/event-store/port.js';
import { openEmbeddedDirectory } from '../../src/people/embedded-directory.js';
import { openEmbeddedReadModels, readModelsFile } from '../../src/read-models/embedded/open.js';
import type { PageRequest, ReadModels } from '../../src/read-models/port.js';
import { Chance } from '../generate/chance.js';
import { generateLog } from '../generate/generate.js';
import { SEARCHES, type Asked, type Search } from './trail-searches.js';

/** How long the first page of a search takes, in milliseconds. */
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
  /** Resident memory of the process at its end, in bytes. */
  readonly memory: number;
}

export interface TrailBenchOptions {
  /** Of the log that is generated. */
  readonly events: number;
  /** Folder of a generated log, with read models or without, which is kept; null: a new one, which is not. */
  readonly dataDir: string | null;
  readonly onProgress: (what: string, done: number, total: number) => void;
}

/** Searches of each kind: each for what some event of the log says, wherever it stands. */
const SAMPLES = 60;
const PAGE = 20;

/** Measures searches of the trail of a generated log. */
export async function benchTrail({ events, dataDir, onProgress }: TrailBenchOptions): Promise<TrailBench> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'gongxiang-bench-trail-'));
  try {
    if (!existsSync(logPath(folder))) {
      const onWritten = (done: number, total: number): void => onProgress('writing the log', done, total);
      await generateLog({ dataDir: folder, events, seed: 1, onProgress: onWritten });
    }
    if (!existsSync(readModelsFile(folder))) {
      const onFolded = (done: number, total: number): void => onProgress('making the read models', done, total);
      await rebuildReadModels({ dataDir: folder, only: null, log: () => undefined, onProgress: onFolded });
    }
    return await measure(folder, onProgress);
  } finally {
    if (dataDir === null) rmSync(folder, { recursive: true, force: true });
  }
}

export function formatTrail({ events, figures, memory }: TrailBench): string {
  const whole = (value: number): string => value.toFixed(1).padStart(8);
  return [
    `first page of the trail, ${events.toLocaleString('en')} events, in ms:   p50     p95   found`,
    ...figures.map(({ search, p50, p95, found }) => `${search.padEnd(52)}${whole(p50)}${whole(p95)}${whole(found)}`),
    `memory of the process: ${Math.round(memory / 2 ** 20)} MiB`,
  ].join('\n');
}

async function measure(folder: string, onProgress: TrailBenchOptions['onProgress']): Promise<TrailBench> {
  const events = await openEmbeddedEventReader(folder);
  const readModels = await openEmbeddedReadModels(folder, { readonly: true });
  const directory = await openEmbeddedDirectory(folder);
  try {
    const head = await events.head();
    const ask: Ask = async ({ audience, filter }, order) => {
      const condition = await trailCondition(audience, filter, directory);
      return (await searchTrail(readModels, condition, { limit: PAGE, order }, head)).rows.length;
    };
    const chance = new Chance(7);
    const figures: TrailFigure[] = [];
    for (const [done, search] of SEARCHES.entries()) {
      onProgress('searching', done, SEARCHES.length);
      figures.push(await timesOf(search, ask, () => someEvent(readModels, events, chance)));
    }
    return { events: Number(parseCursor(head).position), figures, memory: process.memoryUsage().rss };
  } finally {
    await directory.close();
    await readModels.close();
    await events.close();
  }
}

/** @returns how many were found */
type Ask = (asked: Asked, order: PageRequest['order']) => Promise<number>;

async function timesOf(search: Search, ask: Ask, some: () => Promise<TrailDocument>): Promise<TrailFigure> {
  const times: number[] = [];
  let found = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const asked = search.ask(await some());
    const begin = performance.now();
    found += await ask(asked, sample % 2 === 0 ? 'descending' : 'ascending');
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const percentile = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  return { search: search.name, p50: percentile(0.5), p95: percentile(0.95), found: found / SAMPLES };
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
