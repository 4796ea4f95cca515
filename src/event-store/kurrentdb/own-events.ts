import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import { EventStoreDamagedError } from '../errors.js';
import type { EventFilter, StoredEvent } from '../port.js';
import type { Cursors } from './cursors.js';
import { decodeEvent, isOwnEvent, positionOf } from './decode.js';
import { fits, ownEvents, serverFilter } from './filter.js';
import type { Names } from './names.js';
import type { Patience } from './patience.js';
import { RecentEvents, type Placed } from './recent-events.js';
import { Relay } from './relay.js';
import type { Reading, ServerLog } from './server-log.js';

export interface OwnEventsOptions {
  readonly log: ServerLog;
  readonly names: Names;
  readonly cursors: Pick<Cursors, 'at' | 'reach'>;
  /** What threads that have the same log open call it. */
  readonly relayedAs: string;
}

export interface Walking extends Reading {
  /** Who is told of something behind that without asking the server is told enough; null: the end of the log counts. */
  readonly enough?: bigint | null;
}

const NEVER = new AbortController().signal;

/** What is further behind is not read on the way, bytes of the server's log: others may write there, too. */
const NEAR = 4n * 1_024n * 1_024n;

/** The domain events of this installation, read in their order; the newest are not sent again to each who wants them. */
export class OwnEvents {
  private readonly recent = new RecentEvents();
  private readonly relay: Relay;
  private readingOn: Promise<void> = Promise.resolve();
  /** Up to where they were handed on. */
  private handedOn: bigint | null = null;

  constructor(private readonly options: OwnEventsOptions) {
    this.relay = new Relay(options.relayedAs);
  }

  /** Those behind a position, up to the end of the log as it is reached, at most so many. */
  async *walk(after: bigint, { enough = null, ...reading }: Walking, most = Infinity): AsyncGenerator<Placed, void> {
    const { log, names } = this.options;
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
    reading: Walking,
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
    const { patience, stop } = reading;
    for await (const record of log.walk(after, { patience, stop, filter }, isExact ? most : Infinity)) {
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
   * So many that stand right before one that was just written, the nearest first. What is read for that is handed on to
   * the other threads of this process.
   *
   * @param records so many records are to be looked at where nothing is known of what lies before
   */
  async before(position: bigint, count: number, records: number, patience: Patience): Promise<readonly Placed[]> {
    await this.handOn(position, patience);
    const known = this.recent.before(position, count);
    if (known !== null) return known;
    const { log, names } = this.options;
    const found = await log.before(position, records, patience);
    return found
      .filter((record) => isOwnEvent(names, record))
      .map((record) => ({ position: positionOf(record), event: this.decode(record) }));
  }

  /** Sees to it that those up to a position are known, unless that is far, and hands them on to the threads of this process. */
  handOn(position: bigint, patience: Patience): Promise<void> {
    // One after the other: what comes meanwhile is read together.
    const reading = this.readingOn.then(() => this.readOn(position, patience));
    this.readingOn = reading.catch(() => undefined);
    return reading;
  }

  /** Calls back whenever another thread of this process has handed something on. */
  onHandedOn(handed: () => void): void {
    this.relay.onHeard((behind, placed) => {
      this.recent.addAll(behind, placed);
      this.options.cursors.reach(this.recent.end ?? behind);
      handed();
    });
  }

  close(): void {
    this.relay.close();
  }

  private async readOn(position: bigint, patience: Patience): Promise<void> {
    const { recent } = this;
    const { end } = recent;
    if (end === null || position - end > NEAR) recent.startAt(position);
    else if (position > end) for await (const _ of this.walk(end, { patience, stop: NEVER }));
    if (this.handedOn !== null && this.handedOn === recent.end) return;
    const news = recent.news(this.handedOn);
    if (news === null) return;
    this.relay.tell(news.behind, news.placed);
    this.handedOn = recent.end;
  }

  /** @throws EventStoreDamagedError for what is none of them */
  decode(record: RecordedEvent): StoredEvent {
    const { names, cursors } = this.options;
    const event = decodeEvent(names, (position) => cursors.at(position), record);
    if (event !== null) return event;
    throw new EventStoreDamagedError(`The event store is damaged: ${record.streamId} was not asked for.`);
  }
}
