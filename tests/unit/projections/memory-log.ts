import { formatCursor, parseCursor, parseCursorOf, type Cursor } from '../../../src/event-store/cursor.js';
import { CursorBeyondHeadError } from '../../../src/event-store/errors.js';
import type {
  CommandOutcome,
  EventData,
  EventMetadata,
  EventReader,
  ReadAllOptions,
  StoredEvent,
} from '../../../src/event-store/port.js';

export const metadata = (facts: Partial<EventMetadata> = {}): EventMetadata => ({
  occurredAt: '2026-01-01T00:00:00.000Z',
  command: 'Test',
  commandId: 'c0',
  fingerprint: 'f0',
  actor: 'p1',
  actorSalt: '0'.repeat(32),
  actorKind: 'PERSON',
  actorTenant: 't1',
  tenant: 't1',
  correlationId: 'r0',
  causationId: '',
  schemaVersion: '1',
  ...facts,
});

const INSTALLATION = 'b'.repeat(16);

/** A log in memory, to read and to add to: gapless positions, a second between events. */
export class MemoryLog implements EventReader {
  readonly #events: StoredEvent[] = [];
  readonly #lengths = new Map<string, number>();

  constructor(readonly installation = INSTALLATION) {}

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  add(stream: string, type: string, data: EventData, facts: Partial<EventMetadata> = {}): StoredEvent {
    const position = this.#events.length + 1;
    const revision = this.#lengths.get(stream) ?? 0;
    this.#lengths.set(stream, revision + 1);
    const event: StoredEvent = {
      id: `e${position}`,
      type,
      data,
      metadata: metadata({ occurredAt: new Date(Date.UTC(2026, 0, 1, 0, 0, position)).toISOString(), ...facts }),
      stream,
      revision,
      cursor: this.#cursor(position),
    };
    this.#events.push(event);
    return event;
  }

  async *readStream(stream: string, { fromRevision = 0 } = {}): AsyncGenerator<StoredEvent> {
    const events = this.#events.filter((event) => event.stream === stream && event.revision >= fromRevision);
    yield* await Promise.resolve(events);
  }

  async *readAll(after: Cursor | null, { limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    const from = after === null ? 0 : Number(parseCursor(after).position);
    yield* await Promise.resolve(this.#events.slice(from, from + limit));
  }

  async *subscribe(after: Cursor | null): AsyncGenerator<{ kind: 'event'; event: StoredEvent }> {
    for await (const event of this.readAll(after)) yield { kind: 'event', event };
  }

  head(): Promise<Cursor> {
    return Promise.resolve(this.#cursor(this.#events.length));
  }

  lastOccurredAt(): Promise<string | null> {
    return Promise.resolve(this.#events.at(-1)?.metadata.occurredAt ?? null);
  }

  outcomeOf(commandId: string): Promise<CommandOutcome | null> {
    const events = this.events.filter(({ metadata }) => metadata.commandId === commandId);
    const last = events.at(-1);
    if (!last) return Promise.resolve(null);
    return Promise.resolve({ fingerprint: last.metadata.fingerprint, cursor: last.cursor, events });
  }

  acceptCursor(text: string): Promise<Cursor> {
    return Promise.resolve().then(() => {
      const { position } = parseCursorOf(this.installation, text);
      if (position > BigInt(this.#events.length)) throw new CursorBeyondHeadError();
      return this.#cursor(Number(position));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #cursor(position: number): Cursor {
    return formatCursor({ installation: this.installation, epoch: 1, position: BigInt(position), subIndex: 0 });
  }
}
