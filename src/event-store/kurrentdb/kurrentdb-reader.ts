import { setTimeout as delay } from 'node:timers/promises';
import type { KurrentDBClient, RecordedEvent } from '@kurrent/kurrentdb-client';
import { formatCursor, parseCursor, parseCursorOf, type Cursor } from '../cursor.js';
import {
  CursorBeyondHeadError,
  EventStoreDamagedError,
  EventStoreUnavailableError,
  InvalidCursorError,
} from '../errors.js';
import type {
  CommandOutcome,
  EventReader,
  ReadAllOptions,
  ReadOptions,
  StoredEvent,
  SubscriptionItem,
} from '../port.js';
import { stoppable, type Iterations } from '../stoppable.js';
import { decodeEvent, decodeReceipt, isOwnEvent, positionOf } from './decode.js';
import { Doorbell } from './doorbell.js';
import { fits, ownEvents, serverFilter } from './filter.js';
import type { Installation } from './installation.js';
import { Lag } from './lag.js';
import type { Names } from './names.js';
import type { Moves } from './moves.js';
import { newestEvent } from './newest-event.js';
import type { SubscriptionLag } from './observer.js';
import type { Link } from './link.js';
import { Origins } from './origins.js';
import { Patience } from './patience.js';
import type { Receipt } from './receipt.js';
import type { ServerLog, Walk } from './server-log.js';

/** A subscriber hears of its position at least once in so many events that its filter keeps back. */
const CHECKPOINT_EVERY = 1_000;
/** A subscriber reads no more often than that, milliseconds: what comes faster is read together. */
const GATHER_MS = 20;

export interface ReaderParts {
  readonly client: KurrentDBClient;
  readonly log: ServerLog;
  readonly names: Names;
  readonly installation: Installation;
  readonly moves: Moves;
  readonly link: Link;
  /** How long a read is tried again before it fails, milliseconds. */
  readonly patienceMs: number;
  /** Ends what the client holds open. */
  close(): Promise<void>;
}

/** Reads the log in pages that the consumer pulls, and follows it by a subscription that says when to read on. */
export class KurrentDbReader implements EventReader {
  private readonly iterations: Iterations = new Set();
  private readonly doorbell: Doorbell;
  private readonly origins: Origins;
  private readonly lags = new Set<Lag>();
  /** The log is known to reach up to here. */
  private known: bigint;
  private closing: Promise<void> | undefined;

  constructor(protected readonly parts: ReaderParts) {
    this.doorbell = new Doorbell(parts);
    this.origins = new Origins(parts);
    this.known = parts.installation.floor;
  }

  get installation(): string {
    return this.parts.installation.id;
  }

  /** Where each subscription stands behind the log. */
  subscriptions(): readonly SubscriptionLag[] {
    return [...this.lags].map((lag) => lag.present);
  }

  readStream(
    stream: string,
    { fromRevision = 0, signal }: { readonly fromRevision?: number; readonly signal?: AbortSignal } = {},
  ): AsyncIterable<StoredEvent> {
    return stoppable(this.iterations, signal, (stop) => this.streamOf(stream, BigInt(fromRevision), stop));
  }

  readAll(after: Cursor | null, { filter = {}, signal, limit }: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    return stoppable(this.iterations, signal, (stop) => this.walk(after, filter, limit, stop));
  }

  subscribe(after: Cursor | null, { filter = {}, signal }: ReadOptions = {}): AsyncIterable<SubscriptionItem> {
    return stoppable(this.iterations, signal, (stop) => this.follow(after, filter, stop));
  }

  /** Calls back whenever the log may have grown, until the reader closes. */
  onGrowth(grown: () => void): void {
    const watching = stoppable(this.iterations, undefined, (stop) => this.rings(stop));
    void (async () => {
      for await (const _ of watching) grown();
    })();
  }

  async head(): Promise<Cursor> {
    const newest = await this.newest();
    return this.cursorAt(newest === null ? this.parts.installation.floor : positionOf(newest));
  }

  async lastOccurredAt(): Promise<string | null> {
    const newest = await this.newest();
    return newest === null ? null : this.decode(newest).metadata.occurredAt;
  }

  async outcomeOf(commandId: string): Promise<CommandOutcome | null> {
    this.open();
    const receipt = await this.receiptOf(commandId);
    return receipt === null ? null : this.outcomeBehind(receipt);
  }

  async acceptCursor(text: string): Promise<Cursor> {
    const position = await this.begin(text);
    const { subIndex } = parseCursor(text);
    return formatCursor({ ...parseCursor(this.cursorAt(position)), subIndex });
  }

  /** What is remembered of an accepted command, or null. Also while the store is being closed, for what is under way. */
  protected async receiptOf(commandId: string): Promise<Receipt | null> {
    const { log, names } = this.parts;
    const record = await log.at(names.receipt(commandId), 0n, this.patience());
    return record && decodeReceipt(record);
  }

  /** What stands behind a receipt in the log. */
  protected async outcomeBehind({ fingerprint, position, events: count }: Receipt): Promise<CommandOutcome> {
    const { log, names } = this.parts;
    // The events, and among them what tells of the append's growth.
    const records = await log.after(position, count + 1, this.patience());
    const events = records.filter((record) => isOwnEvent(names, record)).map((record) => this.decode(record));
    const last = events.at(-1);
    if (last === undefined || events.length !== count) {
      throw new EventStoreDamagedError('The event store is damaged: events of an accepted command are missing.');
    }
    return { fingerprint, cursor: last.cursor, events };
  }

  protected cursorAt(position: bigint): Cursor {
    const { id, epoch, floor } = this.parts.installation;
    if (position > this.known) this.known = position;
    return formatCursor({ installation: id, epoch, position: position <= floor ? 0n : position, subIndex: 0 });
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  protected async end(): Promise<void> {
    for (const iteration of this.iterations) iteration.abort();
    await this.parts.close();
  }

  private async *streamOf(stream: string, from: bigint, stop: AbortSignal): AsyncGenerator<StoredEvent, void> {
    const { log, names } = this.open();
    for await (const record of log.stream(names.stream(stream), from, { patience: this.patience(), stop })) {
      yield this.decode(record);
    }
  }

  private async *walk(
    after: Cursor | null,
    wanted: NonNullable<ReadOptions['filter']>,
    limit = Infinity,
    stop: AbortSignal,
  ): AsyncGenerator<StoredEvent, void> {
    const { log, names } = this.open();
    const from = await this.begin(after);
    const server = serverFilter(names, wanted);
    if (server === null) return;
    const walk: Walk = { filter: server.filter, patience: this.patience(), stop };
    let left = limit;
    for await (const record of log.walk(from, walk, server.isExact ? limit : Infinity)) {
      const event = decodeEvent(names, (position) => this.cursorAt(position), record);
      if (event === null || !fits(wanted, event)) continue;
      yield event;
      left -= 1;
      if (left === 0) return;
    }
  }

  private async *follow(
    after: Cursor | null,
    wanted: NonNullable<ReadOptions['filter']>,
    stop: AbortSignal,
  ): AsyncGenerator<SubscriptionItem, void> {
    const { log, names } = this.open();
    const lag = new Lag(this.doorbell);
    this.lags.add(lag);
    const unused = this.doorbell.use();
    try {
      let at = await this.begin(after);
      // Never gives up: it goes on from the last event that was handled as soon as the server answers again.
      const walk: Walk = { filter: ownEvents(names), patience: this.patience(Infinity), stop };
      const isStopped = (): boolean => stop.aborted;
      let isBehind = true;
      let keptBack = 0;
      while (!isStopped()) {
        const heard = this.doorbell.now;
        const next = performance.now() + GATHER_MS;
        for await (const record of log.walk(at, walk)) {
          isBehind = true;
          at = positionOf(record);
          const event = this.decode(record);
          if (fits(wanted, event)) {
            keptBack = 0;
            yield { kind: 'event', event };
          } else if ((keptBack += 1) === CHECKPOINT_EVERY) {
            keptBack = 0;
            yield { kind: 'checkpoint', cursor: event.cursor };
          }
          lag.looked();
        }
        if (isStopped()) return;
        lag.caughtUp(heard.events);
        if (isBehind) {
          [isBehind, keptBack] = [false, 0];
          yield { kind: 'caughtUp', cursor: this.cursorAt(at) };
        }
        await this.doorbell.beyond(heard, stop);
        await delay(Math.max(0, next - performance.now()), undefined, { signal: stop }).catch(() => undefined);
      }
    } finally {
      unused();
      this.lags.delete(lag);
    }
  }

  private async *rings(stop: AbortSignal): AsyncGenerator<void, void> {
    this.open();
    const unused = this.doorbell.use();
    try {
      while (!stop.aborted) {
        const heard = this.doorbell.now;
        yield;
        await this.doorbell.beyond(heard, stop);
      }
    } finally {
      unused();
    }
  }

  private newest(): Promise<RecordedEvent | null> {
    const { log, names } = this.open();
    return newestEvent(log, names, this.patience());
  }

  /** The server's position that a cursor stands for. @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError */
  private async begin(after: string | null): Promise<bigint> {
    const { installation } = this.open();
    const { id, epoch, floor } = installation;
    if (after === null) return floor;
    const parts = parseCursorOf(id, after);
    if (parts.epoch > epoch) throw new CursorBeyondHeadError();
    if (parts.position === 0n) return floor;
    if (parts.epoch < epoch) return this.origins.positionOf(parts, this.patience());
    if (parts.position <= floor) throw new InvalidCursorError();
    if (parts.position > this.known) await this.head();
    if (parts.position > this.known) throw new CursorBeyondHeadError();
    await this.checkBegins(parts.position);
    return parts.position;
  }

  /** Where an event was whose stream somebody deleted, its place stays as good as it was. @throws InvalidCursorError */
  private async checkBegins(position: bigint): Promise<void> {
    const { log, names } = this.parts;
    const first = await log.from(position, this.patience());
    if (first === null) throw new InvalidCursorError();
    if (positionOf(first) === position && !isOwnEvent(names, first)) throw new InvalidCursorError();
  }

  private decode(record: RecordedEvent): StoredEvent {
    const event = decodeEvent(this.parts.names, (position) => this.cursorAt(position), record);
    if (event === null)
      throw new EventStoreDamagedError(`The event store is damaged: ${record.streamId} was not asked for.`);
    return event;
  }

  protected patience(total = this.parts.patienceMs): Patience {
    return new Patience(total, this.parts.link, 'read');
  }

  protected open(): ReaderParts {
    if (this.closing !== undefined) throw new EventStoreUnavailableError('The event store is closed.');
    return this.parts;
  }
}
