import type { Cursor } from './cursor.js';

/** A fact's own content: plain JSON of well-formed texts, never a secret (R29). */
export type EventData = Readonly<Record<string, unknown>>;

/**
 * What is known about how an event came about. Flat strings, the same on every engine; nothing here depends on an
 * engine's own time or position.
 */
export interface EventMetadata {
  /**
   * ISO 8601, UTC, milliseconds. One per append. The embedded engine lets no append go back in time; where several
   * processes write to one server, each by its own clock, times may go back, and stay so in a log imported or moved.
   */
  readonly occurredAt: string;
  /** The product's name of the command, e.g. `BindCommunities`. */
  readonly command: string;
  /** Keyed digest of tenant, subject and the client's idempotency key: hex. */
  readonly commandId: string;
  /** Keyed digest of the command and its normalised input: hex. */
  readonly fingerprint: string;
  /** Random id of who acted (R28); subject and name are in the directory of people. */
  readonly actor: string;
  /** Random, 32 hex digits: lets a proof commit to the actor without telling who it is. */
  readonly actorSalt: string;
  /** PERSON, SERVICE, WECHAT or SYSTEM. */
  readonly actorKind: string;
  /** Tenant of who acted; empty for those who have none. */
  readonly actorTenant: string;
  /** Tenant whom the event concerns; empty when it concerns none. */
  readonly tenant: string;
  readonly correlationId: string;
  /** Id of the event or message that led to this one; empty when a person asked for it. */
  readonly causationId: string;
  /** Version of the data's shape, a decimal number. */
  readonly schemaVersion: string;
}

/** An event that is about to be appended. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: EventData;
  readonly metadata: EventMetadata;
}

export interface NewRecord {
  /** Lower case only: `^[a-z0-9][a-z0-9_.-]{0,199}$`. */
  readonly stream: string;
  readonly event: NewEvent;
}

/** An event as the log tells it. `revision` counts from 0 within its stream. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly cursor: Cursor;
}

/** What must hold of a stream, written or not, for an append to happen. */
export interface Check {
  readonly stream: string;
  readonly expect: { readonly revision: number } | 'no-stream' | 'exists';
}

/** Identity of the command that appends: the same id with the same fingerprint has one effect, for ever. */
export interface CommandIdentity {
  readonly id: string;
  readonly fingerprint: string;
}

export interface AppendRequest {
  readonly command: CommandIdentity;
  /** At least one; all share one `occurredAt`. Interleaving of streams is kept in the log. */
  readonly records: readonly NewRecord[];
  /** At most one a stream. A written stream without a check takes any revision. */
  readonly checks: readonly Check[];
}

export interface Appended {
  /** Position of the last event of this command. */
  readonly cursor: Cursor;
  /** True when the command had been accepted before: nothing was written now. */
  readonly repeated: boolean;
  /** Time the events carry: the request's, or later where the engine keeps times in order. */
  readonly occurredAt: string;
}

/** What an accepted command wrote, found again by its id. */
export interface CommandOutcome {
  readonly fingerprint: string;
  readonly cursor: Cursor;
  readonly events: readonly StoredEvent[];
}

/** Names what to deliver; both given: both must hold. Empty lists deliver nothing. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadOptions {
  readonly filter?: EventFilter;
  readonly signal?: AbortSignal;
}

export interface ReadAllOptions extends ReadOptions {
  /** Most events that are wanted, so that no more are fetched: from 1. */
  readonly limit?: number;
  /**
   * May end after the events that are known without asking where the log is, if there is one at least. Only for who
   * listens by `onRelayed`: it is called again for what is missing here.
   */
  readonly knownIsEnough?: boolean;
}

/**
 * What a subscription delivers. `checkpoint` says how far the log was looked at where the filter kept events back
 * (at least once per 1,000 of them); `caughtUp` that everything has been delivered that was in the log at that
 * moment, or, after the first time, that was heard of: it comes once for each time that the subscriber gets there after
 * having been behind.
 */
export type SubscriptionItem =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'checkpoint'; readonly cursor: Cursor }
  | { readonly kind: 'caughtUp'; readonly cursor: Cursor };

/** The log, to read. Iterators pull: a slow reader costs no memory, the log is its buffer. */
export interface EventReader {
  /** Events of one stream in order, from `fromRevision` (default 0). An unknown stream is empty. */
  readStream(
    stream: string,
    options?: { readonly fromRevision?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<StoredEvent>;
  /** Events after `after` (null: from the beginning) up to the head at the time of reaching it, or as many as wanted. */
  readAll(after: Cursor | null, options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  /** As readAll, and then whatever comes, until the consumer returns or the signal aborts. */
  subscribe(after: Cursor | null, options?: ReadOptions): AsyncIterable<SubscriptionItem>;
  /** Position of the newest event, or the position before the first one. */
  head(): Promise<Cursor>;
  /**
   * Where a clock that never goes back begins: the time of the newest event, on the embedded engine the latest time in the
   * log; null before the first event.
   */
  lastOccurredAt(): Promise<string | null>;
  /** What the accepted command of this id wrote, or null. Reads the log itself, never a cache. */
  outcomeOf(commandId: string): Promise<CommandOutcome | null>;
  /** Random id of this installation's log, 16 hex digits; part of every cursor. */
  readonly installation: string;
  /** A cursor as this log understands it. @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError */
  acceptCursor(text: string): Promise<Cursor>;
  /**
   * Calls back when new events may be known here without asking the log: one thread of a process reads what is appended,
   * and relays it to the others. Of a reader beside a store that tells of growth, this is that thread from now on. Absent
   * on an engine that does not relay.
   */
  readonly onRelayed?: (relayed: () => void) => void;
  close(): Promise<void>;
}

/**
 * The event store. `append` is atomic over all its records; it recognises the command before it looks at the
 * conditions; when it resolves, the events are on disk.
 *
 * @throws AppendConflictError naming every stream whose check failed; nothing was written
 * @throws CommandReusedError when the command id is known with another fingerprint
 * @throws EventStoreUnavailableError when the outcome is unknown or the disk refuses: the same request may be sent again
 */
export interface EventStore extends EventReader {
  append(request: AppendRequest): Promise<Appended>;
}
