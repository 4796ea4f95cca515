import type { TrailDocument } from '../../../projections/documents.js';
import { trail, type TrailEntry } from '../../../projections/trail/projection.js';
import { formatCursor, parseCursor, slotOf, type Cursor } from '../../event-store/cursor.js';
import type { EventReader } from '../../event-store/port.js';
import type { ReadModels, Scan } from '../../read-models/port.js';
import type { Progress } from '../../read-models/progress.js';
import type { PastEvents } from '../trail/trail-search.js';
import { cancellable } from './cancellable.js';
import type { FeedItem } from './feeds.js';
import type { Timer } from './timer.js';
import { waitForAdvance } from './wait.js';

/** What feeds read from. */
export interface FeedSources {
  readonly events: Pick<EventReader, 'head' | 'acceptCursor'>;
  readonly readModels: ReadModels;
  readonly progress: Progress;
  readonly timer: Timer;
}

/** What one feed tells: a range of the trail that ends with the cursor, and which of its events. */
export interface FeedRange {
  readonly scan: Pick<Scan, 'index' | 'prefix'>;
  readonly matches: (event: TrailDocument) => boolean | Promise<boolean>;
  /**
   * What it may tell behind `after`, where most of it can be left out faster than by looking at each event. It ends
   * somewhere; from there on the range is read.
   */
  readonly past?: (after: Cursor) => AsyncIterable<PastEvents>;
}

const PAGE = 200;
const VIEWS_PATIENCE_MS = 2_000;
const QUIET_MS = 10_000;
const QUIET_EVENTS = 1_000;

/**
 * A feed over the trail: what was missed, then what comes, without gap or repeat. "Now" is the moment of this call.
 *
 * @throws InvalidCursorError, ForeignCursorError, CursorBeyondHeadError from the first `next()`
 */
export function trailFeed(
  sources: FeedSources,
  range: FeedRange,
  after: string | null,
): AsyncIterableIterator<FeedItem> {
  const start = begin(sources.events, after);
  // Whoever pulls first is told; nobody may ever pull.
  start.catch(() => undefined);
  return cancellable((signal) => follow(sources, range, start, signal));
}

interface Start {
  readonly position: Cursor;
  /** Up to here it is past. */
  readonly head: Cursor;
}

async function begin(events: FeedSources['events'], after: string | null): Promise<Start> {
  const head = await events.head();
  if (after === null) return { position: head, head };
  if (after === '0') return { position: formatCursor({ ...parseCursor(head), position: 0n, subIndex: 0 }), head };
  return { position: await events.acceptCursor(after), head };
}

async function* follow(
  sources: FeedSources,
  { scan, matches, past }: FeedRange,
  start: Promise<Start>,
  signal: AbortSignal,
): AsyncGenerator<FeedItem, void> {
  const { readModels, progress, timer } = sources;
  const quiet = new Quiet(progress, timer);
  const { head, ...from } = await start;
  let { position } = from;
  let caughtUp = position >= head;
  const checkpoint = (): FeedItem => {
    quiet.broken();
    return { kind: 'checkpoint', cursor: position, caughtUp };
  };

  const stopped = (): boolean => signal.aborted;
  async function* tell(events: readonly TrailDocument[]): AsyncGenerator<FeedItem, void> {
    // What a message shows beside the event comes from the views, which may be a moment behind the trail.
    const newest = events.at(-1);
    if (newest) await progress.waitForViews(newest.cursor, VIEWS_PATIENCE_MS, signal);
    for (const event of events) {
      position = event.cursor;
      if (await matches(event)) {
        yield { kind: 'event', cursor: position, event };
        quiet.broken();
      } else if (quiet.keptBack()) {
        yield checkpoint();
      }
      if (stopped()) return;
    }
  }

  yield checkpoint();
  for await (const { events, through } of past?.(position) ?? []) {
    yield* tell(events);
    if (stopped()) return;
    const passed = distance(position, through);
    position = through;
    if (quiet.keptBack(passed)) yield checkpoint();
  }
  while (!stopped()) {
    // Asked before the page is read, so that no event up to there can be missing in it.
    const reached = progress.reachedBy(trail.name);
    const handled = progress.handled();
    const page = await readModels.page<TrailEntry>(
      trail,
      { ...scan, above: [position] },
      { limit: PAGE, order: 'ascending' },
    );
    yield* tell(page.rows.flatMap(({ document }) => (document.kind === 'event' ? [document] : [])));
    if (stopped()) return;
    if (page.more) continue;
    if (reached !== null && reached > position) position = reached;
    if (!caughtUp && position >= head) {
      caughtUp = true;
      yield checkpoint();
    } else if (quiet.isLong()) {
      yield checkpoint();
    }
    const moved = (): boolean => progress.handled() !== handled || progress.reachedBy(trail.name) !== reached;
    await waitForAdvance(progress, timer, { moved, milliseconds: quiet.remaining(), signal });
  }
}

/** How many events lie between, at most. */
const distance = (from: Cursor, to: Cursor): number => slotOf(parseCursor(to)) - slotOf(parseCursor(from));

/** How long a feed has told nothing: in time, in events that its filter kept back, in events of the log. */
class Quiet {
  #since = 0;
  #handled = 0;
  #keptBack = 0;

  constructor(
    private readonly progress: Progress,
    private readonly timer: Timer,
  ) {}

  broken(): void {
    this.#since = this.timer.now();
    this.#handled = this.progress.handled();
    this.#keptBack = 0;
  }

  /** Counts events that the filter kept back. True when a checkpoint is due for them, or for the time. */
  keptBack(events = 1): boolean {
    this.#keptBack += events;
    return this.#keptBack >= QUIET_EVENTS || this.remaining() <= 0;
  }

  isLong(): boolean {
    return this.remaining() <= 0 || this.progress.handled() - this.#handled >= QUIET_EVENTS;
  }

  /** Milliseconds until a checkpoint is due. */
  remaining(): number {
    return this.#since + QUIET_MS - this.timer.now();
  }
}
