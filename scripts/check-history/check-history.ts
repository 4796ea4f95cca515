import { isDeepStrictEqual } from 'node:util';
import type { Projection } from '../../projections/projection.js';
import { fold } from '../../projections/runner/fold.js';
import { parseCursor, type Cursor } from '../../src/event-store/cursor.js';
import { openEventReader, type EventStoreChoice } from '../../src/event-store/engines.js';
import type { EventReader, StoredEvent } from '../../src/event-store/port.js';
import { openHistoryToRead } from '../../src/history/embedded/open.js';
import { KEPT } from '../../src/history/kept-collections.js';
import { Past } from '../../src/history/past.js';
import { openReadModelsInMemory } from '../../src/read-models/embedded/open.js';
import type { Document, Documents, ReadModelWriter, Row, Scan } from '../../src/read-models/port.js';
import { Chance } from '../generate/chance.js';

export interface CheckHistoryOptions {
  /** Folder with a log and its kept history; a server may run on it. */
  readonly dataDir: string;
  /** Where the log is; in the folder unless told. */
  readonly eventStore?: EventStoreChoice;
  /** How many moments are compared. */
  readonly moments: number;
  /** The same seed takes the same moments. */
  readonly seed: number;
  readonly onProgress: (compared: number, total: number) => void;
}

/** The past shows something else than there was. */
export class HistoryDiffersError extends Error {
  constructor(moment: Cursor, what: string) {
    super(`At ${moment}: ${what} is not what a system shows that was fed the log up to there.`);
    this.name = new.target.name;
  }
}

/**
 * Compares the past at random cursors with a system that begins empty and is fed the log up to there: every document, in
 * every list, in order, and every count. Where an append ends is told by its receipt.
 *
 * @throws HistoryDiffersError
 */
export async function checkHistory(options: CheckHistoryOptions): Promise<void> {
  const { dataDir, eventStore = { engine: 'embedded' }, moments, seed, onProgress } = options;
  const events = await openEventReader(eventStore, dataDir);
  const past = new Past({ events, kept: openHistoryToRead(dataDir, events.installation) });
  const fed = new FedSystem(events);
  try {
    await fed.begin();
    const chosen = await someEvents(events, moments, new Chance(seed));
    for (const [done, event] of chosen.entries()) {
      const { cursor: position } = event;
      const end = await endOfAppend(events, event);
      await fed.feed(end);
      const asOf = await past.at({ cursor: position });
      if (asOf.cursor !== end) throw new HistoryDiffersError(position, `the last event that counts (${asOf.cursor})`);
      for (const collection of KEPT) {
        const differs = await differingList(collection, asOf, fed.readModels);
        if (differs !== null) throw new HistoryDiffersError(position, `${collection.name} ${differs}`);
      }
      onProgress(done + 1, chosen.length);
    }
  } finally {
    await fed.readModels.close();
    await past.close();
    await events.close();
  }
}

/** Read models that are fed by one event after the other. */
class FedSystem {
  readonly readModels: ReadModelWriter = openReadModelsInMemory();
  #at: Cursor | null = null;

  constructor(private readonly events: EventReader) {}

  async begin(): Promise<void> {
    for (const projection of KEPT) await this.readModels.prepare(projection);
  }

  async feed(end: Cursor): Promise<void> {
    const batch: StoredEvent[] = [];
    for await (const event of this.events.readAll(this.#at)) {
      if (event.cursor > end) break;
      batch.push(event);
    }
    for (const projection of KEPT) {
      const { changes, poison } = await fold(projection, batch, this.readModels);
      if (poison) throw new Error(`${projection.name} cannot handle ${poison.event.id}.`, { cause: poison.error });
      await this.readModels.apply({ changes, moves: [] });
    }
    this.#at = end;
  }
}

/** Events anywhere in the log, inside appends too, in order. */
async function someEvents(events: EventReader, count: number, chance: Chance): Promise<readonly StoredEvent[]> {
  const head = parseCursor(await events.head());
  const drawn = Array.from({ length: count }, () => BigInt(1 + chance.below(Number(head.position))));
  const places = drawn.sort((a, b) => (a < b ? -1 : 1));
  const found: StoredEvent[] = [];
  for await (const event of events.readAll(null)) {
    const { position } = parseCursor(event.cursor);
    // Where positions are offsets, most are between two events.
    for (let place = places[0]; place !== undefined && place <= position; place = places[0]) {
      places.shift();
      found.push(event);
    }
    if (places.length === 0) break;
  }
  return found;
}

async function endOfAppend(events: EventReader, { id, metadata }: StoredEvent): Promise<Cursor> {
  const outcome = await events.outcomeOf(metadata.commandId);
  if (outcome === null) throw new Error(`There is no receipt of the command that wrote ${id}.`);
  return outcome.cursor;
}

/** The first list that is not the same; null where all are. */
async function differingList(collection: Projection, ours: Documents, theirs: Documents): Promise<string | null> {
  for (const index of Object.keys(collection.indexes)) {
    const scan = { index, prefix: [] };
    if (!isDeepStrictEqual(await allOf(ours, collection, scan), await allOf(theirs, collection, scan))) return index;
    if ((await ours.count(collection, scan)) !== (await theirs.count(collection, scan))) return `${index} (count)`;
  }
  return null;
}

async function allOf(documents: Documents, collection: Projection, scan: Scan): Promise<readonly Row<Document>[]> {
  const all: Row<Document>[] = [];
  for (let more = true; more;) {
    const after = all.at(-1)?.key;
    const edge = after === undefined ? {} : { after };
    const page = await documents.page(collection, scan, { limit: 1_000, order: 'ascending', ...edge });
    all.push(...page.rows);
    more = page.more;
  }
  return all;
}
