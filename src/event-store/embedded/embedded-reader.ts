import type { Cursor } from '../cursor.js';
import { EventStoreUnavailableError } from '../errors.js';
import type {
  CommandOutcome,
  EventReader,
  ReadAllOptions,
  ReadOptions,
  StoredEvent,
  SubscriptionItem,
} from '../port.js';
import { turn, type HeadWatch } from './head-watch.js';
import type { LogReader, Pager } from './log-reader.js';
import { stoppable, type Iterations } from '../stoppable.js';

/** A subscriber hears of its position at least once in so many events that its filter keeps back. */
const CHECKPOINT_EVERY = 1000;
/** Positions looked at in one read, however few of them match. */
const SCAN = 2000;

/** Reads the log in pages that the consumer pulls; between two pages nothing is held open. */
export class EmbeddedReader implements EventReader {
  private readonly iterations: Iterations = new Set();
  private closed = false;

  constructor(
    private readonly log: LogReader,
    private readonly watch: HeadWatch,
  ) {}

  get installation(): string {
    return this.log.installation;
  }

  readStream(
    stream: string,
    { fromRevision = 0, signal }: { readonly fromRevision?: number; readonly signal?: AbortSignal } = {},
  ): AsyncIterable<StoredEvent> {
    const end = (): number => Number.MAX_SAFE_INTEGER;
    return stoppable(this.iterations, signal, (stop) =>
      walk(
        () => this.open().pagerOfStream(stream),
        () => fromRevision - 1,
        end,
        stop,
      ),
    );
  }

  readAll(after: Cursor | null, { filter, signal, limit }: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    return stoppable(this.iterations, signal, (stop) =>
      walk(
        () => bounded(this.open().pagerOfLog(filter), SCAN),
        () => this.begin(after),
        () => this.log.head(),
        stop,
        limit,
      ),
    );
  }

  subscribe(after: Cursor | null, { filter, signal }: ReadOptions = {}): AsyncIterable<SubscriptionItem> {
    return stoppable(this.iterations, signal, (stop) => this.follow(after, filter, stop));
  }

  head(): Promise<Cursor> {
    return answer(() => this.open().cursor(this.log.head()));
  }

  lastOccurredAt(): Promise<string | null> {
    return answer(() => this.open().lastOccurredAt());
  }

  async outcomeOf(commandId: string): Promise<CommandOutcome | null> {
    const receipt = this.open().receipt(commandId);
    if (receipt === null) return null;
    const { fingerprint, first, last } = receipt;
    const events: StoredEvent[] = [];
    const whole = stoppable(this.iterations, undefined, (stop) =>
      walk(
        () => this.open().pagerOfLog(undefined),
        () => first - 1,
        () => last,
        stop,
      ),
    );
    for await (const event of whole) events.push(event);
    this.open();
    return { fingerprint, cursor: this.log.cursor(last), events };
  }

  acceptCursor(text: string): Promise<Cursor> {
    return answer(() => this.open().accept(text));
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      for (const iteration of this.iterations) iteration.abort();
      this.log.close();
    }
    return Promise.resolve();
  }

  private async *follow(
    after: Cursor | null,
    filter: ReadOptions['filter'],
    stop: AbortSignal,
  ): AsyncGenerator<SubscriptionItem, void> {
    const page = this.open().pagerOfLog(filter);
    let lookedAt = this.begin(after);
    /** Up to where the consumer knows. */
    let told = lookedAt;
    let behind = true;
    while (!stop.aborted) {
      const head = this.log.head();
      if (lookedAt < head) {
        behind = true;
        const { rows, lookedAt: reached } = page(lookedAt, Math.min(head, told + CHECKPOINT_EVERY));
        for (const row of rows) {
          told = row.position;
          yield { kind: 'event', event: row.event() };
        }
        lookedAt = reached;
        if (lookedAt - told >= CHECKPOINT_EVERY) {
          told = lookedAt;
          yield { kind: 'checkpoint', cursor: this.log.cursor(told) };
        }
        await turn();
      } else if (behind) {
        behind = false;
        told = lookedAt;
        yield { kind: 'caughtUp', cursor: this.log.cursor(told) };
      } else {
        await this.watch.beyond(lookedAt, stop);
      }
    }
  }

  private begin(after: Cursor | null): number {
    return after === null ? 0 : this.log.position(after);
  }

  private open(): LogReader {
    if (this.closed) throw new EventStoreUnavailableError('The event store is closed.');
    return this.log;
  }
}

/** Everything from one page after the other until the end, which may move, or until there were enough. */
async function* walk(
  pager: () => Pager,
  after: () => number,
  end: () => number,
  stop: AbortSignal,
  limit = Infinity,
): AsyncGenerator<StoredEvent, void> {
  const page = pager();
  let at = after();
  let left = limit;
  while (!stop.aborted && left > 0) {
    const upTo = end();
    if (at >= upTo) return;
    const { rows, lookedAt } = page(at, upTo, left);
    for (const row of rows) yield row.event();
    left -= rows.length;
    at = lookedAt;
    if (at < upTo && left > 0) await turn();
  }
}

/** Looks at no more than `range` positions at once. */
function bounded(page: Pager, range: number): Pager {
  return (after, upTo, most) => page(after, Math.min(upTo, after + range), most);
}

const answer = <T>(compute: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(compute());
  });
