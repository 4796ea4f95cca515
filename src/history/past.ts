import { setTimeout as delay } from 'node:timers/promises';
import { formatCursor, parseCursor, type Cursor } from '../event-store/cursor.js';
import type { EventReader, StoredEvent } from '../event-store/port.js';
import type { Documents } from '../read-models/port.js';
import { HistoryBehindError, HistoryBusyError } from './errors.js';
import { latestOf, markAfter } from './marks.js';
import { Overlay } from './overlay.js';
import { Overlays } from './overlays.js';
import type { Block, KeptHistory, Mark } from './port.js';

/** A moment that is asked for: by time (ISO 8601 in UTC, milliseconds), or by a cursor of the log. */
export type Moment = { readonly time: string } | { readonly cursor: string };

/** Documents as they were at a moment. */
export interface AsOf extends Documents {
  /** Of the last event that counts; the position before the first one where none does. */
  readonly cursor: Cursor;
  /** Of the last event that counts; null where none does. */
  readonly time: string | null;
}

export interface PastOptions {
  readonly events: Pick<EventReader, 'readAll' | 'head' | 'acceptCursor'>;
  readonly kept: KeptHistory;
  /** Most events that are folded behind the last kept block; 16,000 unless told. */
  readonly mostFolded?: number;
  /** How long a moment that lies too far behind the last kept block is waited for, in milliseconds; 2,000 unless told. */
  readonly patienceMs?: number;
}

/** Some blocks, or the largest append and a block. */
const MOST_FOLDED = 16_000;
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 100;
/** Events that are folded at a time, so that others get their turn. */
const PORTION = 500;
/** Moments that may wait for their turn: one is made at a time. */
const LONGEST_QUEUE = 50;

/**
 * The state as it was at any moment: the documents that are kept for the end of the block in front of it, and over them
 * what the events from there on make of some.
 *
 * At a time means: up to the last position at which the running maximum of `occurredAt` is not after it. At a cursor
 * means: up to its event and all that was appended with it, so that an append is never seen half.
 */
export class Past {
  readonly #options: Required<PastOptions>;
  readonly #overlays = new Overlays();
  #queue: Promise<unknown> = Promise.resolve();
  #queued = 0;

  constructor(options: PastOptions) {
    this.#options = { mostFolded: MOST_FOLDED, patienceMs: PATIENCE_MS, ...options };
  }

  /**
   * @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError
   * @throws HistoryBehindError, HistoryBusyError: to be asked again in a while
   * @throws MomentUnreachableError
   */
  async at(moment: Moment): Promise<AsOf> {
    const wanted = await this.#accepted(moment);
    const beginning = formatCursor({ ...parseCursor(await this.#options.events.head()), position: 0n, subIndex: 0 });
    const atHand = 'cursor' in wanted ? await this.#overlays.find(wanted.cursor) : null;
    const overlay = atHand ?? (await this.#make(wanted));
    const { end } = overlay;
    const cursor = end?.cursor ?? beginning;
    if (!atHand) this.#overlays.keep(cursor, overlay);
    // It may have been dropped before it is asked for again: then it is made again, of the same events.
    const use = <Result>(work: (documents: Documents) => Promise<Result>): Promise<Result> =>
      this.#overlays.use(cursor, () => this.#make({ cursor }), work);
    return {
      cursor,
      time: end?.occurredAt ?? null,
      get: (collection, id) => use((documents) => documents.get(collection, id)),
      getMany: (collection, ids) => use((documents) => documents.getMany(collection, ids)),
      page: (collection, scan, request) => use((documents) => documents.page(collection, scan, request)),
      count: (collection, scan) => use((documents) => documents.count(collection, scan)),
    };
  }

  async close(): Promise<void> {
    this.#overlays.close();
    await this.#options.kept.close();
  }

  /** The event of a cursor, whichever of its messages is meant. */
  async #accepted(moment: Moment): Promise<Wanted> {
    if ('time' in moment) return moment;
    const accepted = await this.#options.events.acceptCursor(moment.cursor);
    return { cursor: formatCursor({ ...parseCursor(accepted), subIndex: 0 }) };
  }

  async #make(wanted: Wanted): Promise<Overlay> {
    const { patienceMs, kept } = this.#options;
    const deadline = Date.now() + patienceMs;
    try {
      return await this.#inTurn(() => this.#fold(wanted));
    } catch (error) {
      if (!(error instanceof HistoryBehindError)) throw error;
    }
    while (Date.now() < deadline && !isCovered(wanted, await kept.lastBlock())) await delay(LOOK_EVERY_MS);
    return this.#inTurn(() => this.#fold(wanted));
  }

  /** One after the other: each takes the processor for some tens of milliseconds, and memory for its events. */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#queued >= LONGEST_QUEUE) throw new HistoryBusyError();
    this.#queued += 1;
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#queued -= 1;
    }
  }

  async #fold(wanted: Wanted): Promise<Overlay> {
    const { events, kept, mostFolded } = this.#options;
    const block = 'time' in wanted ? await kept.lastBlockUntil(wanted.time) : await kept.lastBlockUpTo(wanted.cursor);
    const overlay = await Overlay.over(kept, block);
    try {
      let end = overlay.end;
      let portion: StoredEvent[] = [];
      let folded = 0;
      for await (const event of events.readAll(end?.cursor ?? null)) {
        if (!counts(wanted, event, end)) break;
        folded += 1;
        if (folded > mostFolded) throw new HistoryBehindError(block?.end.latest ?? null);
        end = markAfter(end, event);
        portion.push(event);
        if (portion.length < PORTION) continue;
        await overlay.goOn(portion);
        portion = [];
      }
      await overlay.goOn(portion);
      return overlay;
    } catch (error) {
      await overlay.close();
      throw error;
    }
  }
}

type Wanted = { readonly time: string } | { readonly cursor: Cursor };

/** Whether the event, which follows on `before`, belongs to the moment. */
function counts(wanted: Wanted, event: StoredEvent, before: Mark | null): boolean {
  const { occurredAt, commandId } = event.metadata;
  if ('time' in wanted) return latestOf(before, occurredAt) <= wanted.time;
  // What has the same command was appended with the event before it.
  return event.cursor <= wanted.cursor || commandId === before?.commandId;
}

const isCovered = (wanted: Wanted, last: Block | null): boolean =>
  last !== null && ('time' in wanted ? last.end.latest > wanted.time : last.end.cursor >= wanted.cursor);
