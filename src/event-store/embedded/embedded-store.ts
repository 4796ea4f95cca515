import type { Bell } from '../../threads/bell.js';
import type { Cursor } from '../cursor.js';
import type { EventStoreUnavailableError } from '../errors.js';
import type {
  Appended,
  AppendRequest,
  CommandOutcome,
  EventStore,
  ReadAllOptions,
  ReadOptions,
  StoredEvent,
  SubscriptionItem,
} from '../port.js';
import { EmbeddedReader } from './embedded-reader.js';
import { encodeAppend } from './encode.js';
import { HeadWatch } from './head-watch.js';
import type { WriterLock } from './lock.js';
import type { LogReader } from './log-reader.js';
import type { WriterStart } from './messages.js';
import { WriterClient, type Committed } from './writer-client.js';

/** One transaction of the log. */
export interface Commit {
  /** Position of the newest event. */
  readonly head: Cursor;
  /** Requests answered by this transaction, accepted or not. */
  readonly appends: number;
  /** Events written by it. */
  readonly events: number;
}

/** The one writing end of a log: a writer in a thread of its own, and a reader in this one. */
export class EmbeddedStore implements EventStore {
  private readonly writer: WriterClient;
  private readonly reader: EmbeddedReader;
  private readonly watch = new HeadWatch();
  private readonly listeners = new Set<(commit: Commit) => void>();
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly log: LogReader,
    private readonly lock: WriterLock,
    script: string,
    start: WriterStart,
    onFailure: (error: Error) => void,
  ) {
    this.reader = new EmbeddedReader(log, this.watch);
    this.writer = new WriterClient(script, start, { onCommitted: (committed) => this.announce(committed), onFailure });
  }

  /** @param script the compiled writer-worker @throws EventStoreUnavailableError when the writer cannot start */
  static async start(
    log: LogReader,
    lock: WriterLock,
    script: string,
    start: WriterStart,
    onFailure: (error: Error) => void,
  ): Promise<EmbeddedStore> {
    const store = new EmbeddedStore(log, lock, script, start, onFailure);
    await store.writer.started();
    return store;
  }

  get installation(): string {
    return this.reader.installation;
  }

  /** Why the log cannot be written any more, before anyone closed it; null as long as it can. It can still be read. */
  get failure(): EventStoreUnavailableError | null {
    return this.writer.failure;
  }

  async append(request: AppendRequest): Promise<Appended> {
    const { position, repeated, occurredAt } = await this.writer.append(encodeAppend(request));
    return { cursor: this.log.cursor(position), repeated, occurredAt };
  }

  /** Tells of every transaction, in order, before its callers go on. @returns a function that ends it */
  onCommitted(listener: (commit: Commit) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Wakes another thread after each transaction: only one can be. */
  ringOnCommit(bell: Bell): void {
    this.writer.ringOnCommit(bell);
  }

  readStream(
    stream: string,
    options?: { readonly fromRevision?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<StoredEvent> {
    return this.reader.readStream(stream, options);
  }

  readAll(after: Cursor | null, options?: ReadAllOptions): AsyncIterable<StoredEvent> {
    return this.reader.readAll(after, options);
  }

  subscribe(after: Cursor | null, options?: ReadOptions): AsyncIterable<SubscriptionItem> {
    return this.reader.subscribe(after, options);
  }

  head(): Promise<Cursor> {
    return this.reader.head();
  }

  lastOccurredAt(): Promise<string | null> {
    return this.reader.lastOccurredAt();
  }

  outcomeOf(commandId: string): Promise<CommandOutcome | null> {
    return this.reader.outcomeOf(commandId);
  }

  acceptCursor(text: string): Promise<Cursor> {
    return this.reader.acceptCursor(text);
  }

  /** Takes no more appends, lets those under way finish, ends subscriptions, and lets another process write. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await this.writer.close();
    await this.reader.close();
    this.lock.release();
  }

  private announce({ head, appends, events }: Committed): void {
    this.watch.grown(head);
    const commit = { head: this.log.cursor(head), appends, events };
    for (const listener of this.listeners) listener(commit);
  }
}
