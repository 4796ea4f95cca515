import { LRUCache } from 'lru-cache';
import type { DomainEvent, PastEvent } from '../../domain/event.js';
import { streamOf, type StreamKind } from '../../domain/stream-kind.js';
import type { EventReader, StoredEvent } from '../../event-store/port.js';
import type { SnapshotStore, Snapshot } from '../snapshots/snapshot-store.js';

/** A stream's state as of one revision; -1 when the stream does not exist. States are immutable values. */
export interface StreamState<S = unknown> {
  readonly revision: number;
  readonly state: S;
  /** Id of the event at `revision`; what a snapshot is recognised by. */
  readonly eventId: string | null;
}

interface Cached extends StreamState {
  readonly snapshotRevision: number;
}

/** How many events may come before the next snapshot: a constant for short streams, a share of long ones. */
const snapshotDistance = (every: number | undefined, revision: number): number =>
  every ?? Math.max(1_000, revision >> 4);

/**
 * States of streams by revision, the most recently used kept in memory. A command costs no read while its streams are
 * here; after a conflict only the tail is read; a cold load begins at a snapshot.
 */
export class StreamStates {
  readonly #cache: LRUCache<string, Cached>;
  readonly #loads = new Map<string, Promise<Cached>>();
  readonly #pendingSnapshots = new Set<string>();

  constructor(
    private readonly reader: EventReader,
    private readonly snapshots: SnapshotStore,
    options: { readonly maxWeight?: number } = {},
  ) {
    this.#cache = new LRUCache({ maxSize: options.maxWeight ?? 2_000_000 });
  }

  /** The state as last known here: good enough for a success, which the append proves. */
  async cached<S, E extends DomainEvent>(kind: StreamKind<S, E>, id: string): Promise<StreamState<S>> {
    const stream = streamOf(kind, id);
    const known = this.#cache.get(stream) ?? (await this.#loadOnce(kind, stream));
    return known as StreamState<S>;
  }

  /** The state after reading the stream's tail now: what a refusal must be decided from. */
  async fresh<S, E extends DomainEvent>(kind: StreamKind<S, E>, id: string): Promise<StreamState<S>> {
    const stream = streamOf(kind, id);
    const known = this.#cache.get(stream) ?? (await this.#loads.get(stream));
    // Of a load that began before, the tail may have grown since.
    const read = known === undefined ? this.#loadOnce(kind, stream) : this.#readTail(kind, stream, known);
    return (await read) as StreamState<S>;
  }

  /** Folds what an append has just written, if it followed directly on what is known here. */
  advance(kind: StreamKind<unknown>, stream: string, from: number, events: readonly AppendedEvent[]): void {
    const known = this.#cache.get(stream) ?? (from === -1 ? this.#empty(kind) : undefined);
    const last = events.at(-1);
    if (known?.revision !== from || last === undefined) return;
    let state = known.state;
    for (const past of events) state = kind.evolve(state, past);
    this.#keep(kind, stream, { ...known, state, revision: from + events.length, eventId: last.eventId });
  }

  #empty(kind: StreamKind<unknown>): Cached {
    return { revision: -1, state: kind.initial, eventId: null, snapshotRevision: -1 };
  }

  #loadOnce(kind: StreamKind<unknown>, stream: string): Promise<Cached> {
    const running = this.#loads.get(stream);
    if (running !== undefined) return running;
    const load = this.#load(kind, stream).finally(() => this.#loads.delete(stream));
    this.#loads.set(stream, load);
    return load;
  }

  async #load(kind: StreamKind<unknown>, stream: string): Promise<Cached> {
    const snapshot = kind.snapshot === undefined ? null : await this.snapshots.load(stream, kind.snapshot.version);
    if (snapshot !== null && (await this.#belongs(stream, snapshot))) {
      const start = {
        revision: snapshot.revision,
        eventId: snapshot.eventId,
        snapshotRevision: snapshot.revision,
        state: kind.snapshot?.restore(snapshot.state),
      };
      return this.#readTail(kind, stream, start);
    }
    return this.#readTail(kind, stream, this.#empty(kind));
  }

  /** A snapshot of another history (a restored backup, say) is worth nothing. */
  async #belongs(stream: string, snapshot: Snapshot): Promise<boolean> {
    for await (const event of this.reader.readStream(stream, { fromRevision: snapshot.revision })) {
      return event.id === snapshot.eventId;
    }
    return false;
  }

  async #readTail(kind: StreamKind<unknown>, stream: string, known: Cached): Promise<Cached> {
    let { state, revision, eventId } = known;
    for await (const event of this.reader.readStream(stream, { fromRevision: known.revision + 1 })) {
      state = kind.evolve(state, toPast(kind, event));
      revision = event.revision;
      eventId = event.id;
    }
    const read = { ...known, state, revision, eventId };
    return this.#keep(kind, stream, read);
  }

  /** Keeps whichever is newer: a slow reader must not put an older state back, nor one without its snapshot's revision. */
  #keep(kind: StreamKind<unknown>, stream: string, read: Cached): Cached {
    // A stream that does not exist is not worth remembering: anybody can ask for any number of them.
    if (read.revision < 0) return read;
    const present = this.#cache.peek(stream);
    if (present !== undefined && present.revision >= read.revision) return present;
    this.#set(kind, stream, read);
    if (kind.snapshot === undefined) return read;
    const distance = snapshotDistance(kind.snapshot.every, read.revision);
    if (read.revision - read.snapshotRevision >= distance) this.#scheduleSnapshot(kind, stream);
    return read;
  }

  #set(kind: StreamKind<unknown>, stream: string, known: Cached): void {
    // The number of events that made a state stands in for its size.
    const size = kind.weigh === undefined ? known.revision + 2 : Math.ceil(kind.weigh(known.state)) + 2;
    this.#cache.set(stream, known, { size });
  }

  /** Later, outside the command's path; a failure costs only the next cold load some time. */
  #scheduleSnapshot(kind: StreamKind<unknown>, stream: string): void {
    if (this.#pendingSnapshots.has(stream)) return;
    this.#pendingSnapshots.add(stream);
    setImmediate(() => {
      void this.#takeSnapshot(kind, stream).finally(() => this.#pendingSnapshots.delete(stream));
    });
  }

  async #takeSnapshot(kind: StreamKind<unknown>, stream: string): Promise<void> {
    const known = this.#cache.peek(stream);
    if (known === undefined || known.eventId === null || kind.snapshot === undefined) return;
    const { revision, eventId } = known;
    this.#set(kind, stream, { ...known, snapshotRevision: revision });
    const snapshot = { revision, eventId, state: kind.snapshot.save(known.state) };
    await this.snapshots.save(stream, kind.snapshot.version, snapshot).catch(() => undefined);
  }
}

export interface AppendedEvent extends PastEvent {
  readonly eventId: string;
}

export function toPast(kind: Pick<StreamKind<unknown>, 'upcast'>, event: StoredEvent): PastEvent {
  return {
    event: kind.upcast(event.type, Number(event.metadata.schemaVersion), event.data),
    occurredAt: event.metadata.occurredAt,
  };
}
