import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import type { EventFilter, StoredEvent } from '../port.js';
import type { Cursors } from './cursors.js';
import { decodeEvent, isOwnEvent, positionOf } from './decode.js';
import { fits, ownEvents, serverFilter } from './filter.js';
import type { Installation } from './installation.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import { RecentEvents, type News, type Placed } from './recent-events.js';
import type { Reading, ServerLog } from './server-log.js';

export interface OwnEventsOptions {
  readonly log: ServerLog;
  readonly names: Names;
  readonly installation: Installation;
  readonly cursors: Pick<Cursors, 'at' | 'reach'>;
}

export interface WalkOptions extends Reading {
  /** Ends without asking the server once an event behind this position was delivered; null goes to the end of the log. */
  readonly enough?: bigint | null;
}

/** The domain events of this installation, read in their order; the newest are not sent again to each who wants them. */
export class OwnEvents {
  private readonly recent: RecentEvents;

  constructor(private readonly options: OwnEventsOptions) {
    this.recent = new RecentEvents(options.installation.floor);
  }

  /** Up to where the newest are known. */
  get newest(): bigint {
    return this.recent.end;
  }

  /** Those behind a position, up to the end of the log as it is reached, at most so many. */
  async *walk(after: bigint, reading: WalkOptions, most = Infinity): AsyncGenerator<Placed, void> {
    const { log, names } = this.options;
    const { enough = null } = reading;
    let [at, left] = [after, most];
    for (let known = this.recent.after(at); known.length > 0; known = this.recent.after(at)) {
      for (const placed of known) {
        at = placed.position;
        left -= 1;
        yield placed;
        if (left === 0) return;
      }
    }
    if (enough !== null && at > enough) return;
    for await (const record of log.walk(at, { ...reading, filter: ownEvents(names) }, left)) {
      const placed = this.placed(record);
      this.recent.add(at, placed);
      at = placed.position;
      yield placed;
    }
  }

  /** Those of them that are wanted, at most so many. */
  async *matching(
    after: bigint,
    wanted: EventFilter,
    reading: WalkOptions,
    most = Infinity,
  ): AsyncGenerator<StoredEvent, void> {
    if (wanted.streamPrefixes === undefined && wanted.types === undefined) {
      for await (const { event } of this.walk(after, reading, most)) yield event;
      return;
    }
    const { log, names } = this.options;
    const server = serverFilter(names, wanted);
    if (server === null) return;
    let left = most;
    const { filter, isExact } = server;
    for await (const record of log.walk(after, { ...reading, filter }, isExact ? most : Infinity)) {
      if (!isOwnEvent(names, record)) continue;
      const event = this.decode(record);
      if (!fits(wanted, event)) continue;
      yield event;
      left -= 1;
      if (left === 0) return;
    }
  }

  /** Whether one stands there, as far as that is known without asking. */
  has(position: bigint): boolean {
    return this.recent.has(position);
  }

  /**
   * So many that stand right before one of them, the nearest first.
   *
   * @param records so many records are looked at where that is not known
   */
  async before(position: bigint, count: number, records: number, patience: Patience): Promise<readonly Placed[]> {
    const known = this.recent.before(position, count);
    if (known !== null) return known;
    const { log, names } = this.options;
    const found = await log.before(position, records, patience);
    return found.filter((record) => isOwnEvent(names, record)).map((record) => this.placed(record));
  }

  /** What is known and new to who knows those up to a position. */
  news(position: bigint): News {
    return this.recent.news(position);
  }

  /** Takes what another thread has read. */
  hear(news: News): void {
    this.recent.addAll(news);
    this.options.cursors.reach(this.newest);
  }

  /** Knows nothing but what comes behind a position, unless more is known. */
  startAt(position: bigint): void {
    this.recent.startAt(position);
  }

  /** @throws EventStoreDamagedError for what is none of them */
  decode(record: RecordedEvent): StoredEvent {
    const { names, cursors } = this.options;
    const event = decodeEvent(names, (position) => cursors.at(position), record);
    if (event !== null) return event;
    throw new EventStoreDamagedError(`The event store is damaged: ${record.streamId} was not asked for.`);
  }

  private placed(record: RecordedEvent): Placed {
    return { position: positionOf(record), event: this.decode(record) };
  }
}
