import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { formatCursor, parseCursor, type Cursor } from '../cursor.js';
import { EventStoreDamagedError, EventStoreUnavailableError } from '../errors.js';
import type {
  CommandOutcome,
  EventFilter,
  EventReader,
  ReadAllOptions,
  ReadOptions,
  StoredEvent,
  SubscriptionItem,
} from '../port.js';
import { stoppable, type Iterations } from '../stoppable.js';
import { Cursors } from './cursors.js';
import { decodeReceipt, isOwnEvent } from './decode.js';
import { Doorbell } from './doorbell.js';
import { following } from './following.js';
import type { Installation } from './installation.js';
import { Lag } from './lag.js';
import type { Link } from './link.js';
import type { Moves } from './moves.js';
import type { Names } from './names.js';
import { newestEvent } from './newest-event.js';
import type { SubscriptionLag } from './observer.js';
import { OwnEvents } from './own-events.js';
import { Patience } from './patience.js';
import { Positions } from './positions.js';
import type { Receipt } from './receipt.js';
import { Relay } from './relay.js';
import { Relaying } from './relaying.js';
import type { ServerLog } from './server-log.js';

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
  protected readonly doorbell: Doorbell;
  private readonly lags = new Set<Lag>();
  protected readonly events: OwnEvents;
  protected readonly relay: Relay;
  protected readonly relaying: Relaying;
  private readonly positions: Positions;
  protected readonly cursors: Cursors;
  private closing: Promise<void> | undefined;

  constructor(protected readonly parts: ReaderParts) {
    this.doorbell = new Doorbell(parts);
    this.cursors = new Cursors(parts.installation);
    const { cursors } = this;
    this.events = new OwnEvents({ ...parts, cursors });
    this.relay = new Relay(parts.names, parts.installation);
    const { events, relay } = this;
    this.relaying = new Relaying({ events, relay, patience: () => this.patience() });
    this.positions = new Positions({ ...parts, cursors, events: this.events });
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

  readAll(after: Cursor | null, { signal, ...options }: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    return stoppable(this.iterations, signal, (stop) => this.walk(after, options, stop));
  }

  subscribe(after: Cursor | null, { filter = {}, signal }: ReadOptions = {}): AsyncIterable<SubscriptionItem> {
    return stoppable(this.iterations, signal, (stop) => this.follow(after, filter, stop));
  }

  onRelayed(relayed: () => void): void {
    this.relay.onHeard((news) => {
      this.events.hear(news);
      relayed();
    });
    this.relaying.onRelayed(relayed);
    this.relay.onAsked((position) => void this.relaying.upTo(position));
  }

  async head(): Promise<Cursor> {
    this.open();
    return this.cursors.at(await this.positions.head(this.patience()));
  }

  async lastOccurredAt(): Promise<string | null> {
    const { log, names } = this.open();
    const newest = await newestEvent(log, names, this.patience());
    return newest === null ? null : this.events.decode(newest).metadata.occurredAt;
  }

  async outcomeOf(commandId: string): Promise<CommandOutcome | null> {
    this.open();
    const receipt = await this.receiptOf(commandId);
    return receipt === null ? null : this.outcomeBehind(receipt);
  }

  async acceptCursor(text: string): Promise<Cursor> {
    const position = await this.begin(text);
    const { subIndex } = parseCursor(text);
    return formatCursor({ ...parseCursor(this.cursors.at(position)), subIndex });
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
    const events = records.filter((record) => isOwnEvent(names, record)).map((record) => this.events.decode(record));
    const last = events.at(-1);
    if (last === undefined || events.length !== count) {
      throw new EventStoreDamagedError('The event store is damaged: events of an accepted command are missing.');
    }
    return { fingerprint, cursor: last.cursor, events };
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  protected async end(): Promise<void> {
    for (const iteration of this.iterations) iteration.abort();
    this.relaying.close();
    this.relay.close();
    await this.parts.close();
  }

  private async *streamOf(stream: string, from: bigint, stop: AbortSignal): AsyncGenerator<StoredEvent, void> {
    const { log, names } = this.open();
    for await (const record of log.stream(names.stream(stream), from, { patience: this.patience(), stop })) {
      yield this.events.decode(record);
    }
  }

  private async *walk(
    after: Cursor | null,
    { filter = {}, limit, knownIsEnough = false }: ReadAllOptions,
    stop: AbortSignal,
  ): AsyncGenerator<StoredEvent, void> {
    const from = await this.begin(after);
    const enough = knownIsEnough ? from : null;
    yield* this.events.matching(from, filter, { patience: this.patience(), stop, enough }, limit);
  }

  private async *follow(
    after: Cursor | null,
    wanted: EventFilter,
    stop: AbortSignal,
  ): AsyncGenerator<SubscriptionItem, void> {
    this.open();
    const { events, cursors, doorbell } = this;
    const lag = new Lag(doorbell);
    this.lags.add(lag);
    const unused = doorbell.use();
    try {
      const from = await this.begin(after);
      // Never gives up: it goes on from the last event that was handled as soon as the server answers again.
      const reading = { patience: this.patience(Infinity), stop };
      yield* following(from, wanted, reading, { events, cursors, doorbell, lag });
    } finally {
      unused();
      this.lags.delete(lag);
    }
  }

  /** The server's position that a cursor stands for. @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError */
  private begin(after: string | null): Promise<bigint> {
    this.open();
    return this.positions.of(after, this.patience());
  }

  protected patience(total = this.parts.patienceMs): Patience {
    return new Patience(total, this.parts.link, 'read');
  }

  protected open(): ReaderParts {
    if (this.closing !== undefined) throw new EventStoreUnavailableError('The event store is closed.');
    return this.parts;
  }
}
