import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { LRUCache } from 'lru-cache';
import type { CursorParts } from '../cursor.js';
import { CursorBeyondHeadError, EventStoreDamagedError, InvalidCursorError } from '../errors.js';
import type { MovableCommand } from '../moving.js';
import { decodeOrigins, isOwnEvent, positionOf } from './decode.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import type { ServerLog } from './server-log.js';

/** Type of the records that find moved events. Each stands right before the events that it is about. */
export const INDEX_TYPE = 'EventsArrived';

/** What such a record says. */
export interface IndexData {
  /** Events that it is about. */
  readonly events: number;
  /** Records that follow it with nothing in between, the last of these events at their end. */
  readonly records: number;
  /** Events up to its end. */
  readonly total: number;
  /** By epoch: where the first and the last of them that were there stood. Decimal numbers. */
  readonly epochs: Readonly<Record<string, readonly [first: string, last: string]>>;
}

interface Batch {
  readonly records: number;
  /** Of the record. */
  readonly position: bigint;
  readonly epochs: ReadonlyMap<number, readonly [first: bigint, last: bigint]>;
}

/** Neighbours are asked for together: clients come back with cursors from about the same time. */
const REMEMBERED_RECORDS = 4_096;
const REMEMBERED_BATCHES = 64;

type Where = Pick<CursorParts, 'epoch' | 'position'>;

/** Finds events by where they stood in earlier epochs: a binary search among the batches that they were moved in. */
export class Origins {
  private readonly records = new LRUCache<string, Batch>({ max: REMEMBERED_RECORDS });
  private readonly places = new LRUCache<string, ReadonlyMap<string, bigint>>({ max: REMEMBERED_BATCHES });
  /** How many batches there are; never more, once a log is open. */
  private count: bigint | null = null;

  constructor(private readonly parts: { readonly log: ServerLog; readonly names: Names }) {}

  /**
   * Where an event stands now.
   *
   * @throws CursorBeyondHeadError when it was not moved, being beyond the last one that was
   * @throws InvalidCursorError when no event stood there
   */
  async positionOf({ epoch, position }: Where, patience: Patience): Promise<bigint> {
    const revision = await this.firstReaching({ epoch, position }, patience);
    if (revision === null) throw new CursorBeyondHeadError();
    const found = (await this.placesIn(revision, patience)).get(keyOf({ epoch, position }));
    if (found === undefined) throw new InvalidCursorError();
    return found;
  }

  /** The first batch whose last event of that epoch stood at the position or behind it; null where there is none. */
  private async firstReaching({ epoch, position }: Where, patience: Patience): Promise<bigint | null> {
    this.count ??= ((await this.parts.log.last(this.parts.names.origins, patience))?.revision ?? -1n) + 1n;
    let [low, high] = [0n, this.count];
    while (low < high) {
      const middle = (low + high) / 2n;
      const range = (await this.record(middle, patience)).epochs.get(epoch);
      // What came to the log after that epoch stands behind everything that was there in it.
      if (range === undefined || range[1] >= position) high = middle;
      else low = middle + 1n;
    }
    return low < this.count && (await this.record(low, patience)).epochs.has(epoch) ? low : null;
  }

  private async placesIn(revision: bigint, patience: Patience): Promise<ReadonlyMap<string, bigint>> {
    const key = revision.toString();
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const { log, names } = this.parts;
    const { position, records } = await this.record(revision, patience);
    const places = new Map<string, bigint>();
    for (const record of await log.after(position, records, patience)) {
      if (!isOwnEvent(names, record)) continue;
      for (const origin of decodeOrigins(record)) places.set(keyOf(origin), positionOf(record));
    }
    this.places.set(key, places);
    return places;
  }

  private async record(revision: bigint, patience: Patience): Promise<Batch> {
    const key = revision.toString();
    const known = this.records.get(key);
    if (known !== undefined) return known;
    const record = await this.parts.log.at(this.parts.names.origins, revision, patience);
    if (record === null) {
      throw new EventStoreDamagedError(`The event store is damaged: ${this.parts.names.origins} has lost records.`);
    }
    const { records, epochs } = indexOf(record);
    const ranges = Object.entries(epochs).map(
      ([epoch, [first, last]]) => [Number(epoch), [BigInt(first), BigInt(last)]] as const,
    );
    const batch = { records, position: positionOf(record), epochs: new Map(ranges) };
    this.records.set(key, batch);
    return batch;
  }
}

/** @throws EventStoreDamagedError */
export function indexOf({ streamId, type, data }: RecordedEvent): IndexData {
  if (type !== INDEX_TYPE) throw new EventStoreDamagedError(`The event store is damaged: ${streamId} holds ${type}.`);
  return data as unknown as IndexData;
}

/** What the record before these events says. @param total events that were there before them */
export function encodeIndex(commands: readonly MovableCommand[], epoch: number, total: number): IndexData {
  const epochs: Record<string, [string, string] | undefined> = {};
  let events = 0;
  for (const command of commands) {
    for (const { position, origins } of command.events) {
      events += 1;
      for (const origin of [{ epoch, position }, ...origins]) {
        const place = origin.position.toString();
        (epochs[origin.epoch] ??= [place, place])[1] = place;
      }
    }
  }
  // A receipt for each command, and what tells of the log's growth.
  const records = commands.length + events + 1;
  return { events, records, total: total + events, epochs: epochs as IndexData['epochs'] };
}

const keyOf = ({ epoch, position }: Where): string => `${epoch}:${position}`;
