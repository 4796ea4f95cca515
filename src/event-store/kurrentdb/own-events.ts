import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import type { EventFilter, StoredEvent } from '../port.js';
import type { Cursors } from './cursors.js';
import { decodeEvent, isOwnEvent, positionOf } from './decode.js';
import { fits, ownEvents, serverFilter } from './filter.js';
import type { Names } from './names.js';
import { RecentEvents, type Placed } from './recent-events.js';
import type { Reading, ServerLog } from './server-log.js';

export interface OwnEventsOptions {
  readonly log: ServerLog;
  readonly names: Names;
  readonly cursors: Pick<Cursors, 'at'>;
}

/** The domain events of this installation, read in their order; the newest are not sent again to each who wants them. */
export class OwnEvents {
  private readonly recent = new RecentEvents();

  constructor(private readonly options: OwnEventsOptions) {}

  /** Those behind a position, up to the end of the log as it is reached, at most so many. */
  async *walk(after: bigint, reading: Reading, most = Infinity): AsyncGenerator<Placed, void> {
    const { log, names } = this.options;
    let [at, left] = [after, most];
    for (const placed of this.recent.after(at)) {
      at = placed.position;
      left -= 1;
      yield placed;
      if (left === 0) return;
    }
    for await (const record of log.walk(at, { ...reading, filter: ownEvents(names) }, left)) {
      const placed = { position: positionOf(record), event: this.decode(record) };
      this.recent.add(at, placed);
      at = placed.position;
      yield placed;
    }
  }

  /** Those of them that are wanted, at most so many. */
  async *matching(
    after: bigint,
    wanted: EventFilter,
    reading: Reading,
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

  /** @throws EventStoreDamagedError for what is none of them */
  decode(record: RecordedEvent): StoredEvent {
    const { names, cursors } = this.options;
    const event = decodeEvent(names, (position) => cursors.at(position), record);
    if (event !== null) return event;
    throw new EventStoreDamagedError(`The event store is damaged: ${record.streamId} was not asked for.`);
  }
}
