import type { OwnEvents } from './own-events.js';
import type { Patience } from './patience.js';
import type { News } from './recent-events.js';
import type { Relay } from './relay.js';

/** What is further behind is not read on the way, bytes of the server's log: others may write there, too. */
const NEAR = 4n * 1_024n * 1_024n;

export interface RelayingOptions {
  readonly events: OwnEvents;
  readonly relay: Relay;
  readonly patience: () => Patience;
}

/** Reads on, once for the whole process, and relays what has come to those of its threads that listen. */
export class Relaying {
  private readonly closing = new AbortController();
  private reading: Promise<void> | null = null;
  /** What is read once that has ended. */
  private next: Promise<void> | null = null;
  private readonly listeners: (() => void)[] = [];
  private furthest = 0n;
  private relayed: bigint;

  constructor(private readonly options: RelayingOptions) {
    this.relayed = options.events.newest;
  }

  /** Up to where all threads that listen were told of them; this one may know more. */
  get told(): bigint {
    return this.relayed;
  }

  /** Sees to it that those up to a position are known and relayed, if it is near and can be read. Never rejects. */
  upTo(position: bigint): Promise<void> {
    if (position > this.furthest) this.furthest = position;
    // One after the other: what comes meanwhile is read together.
    this.next ??= (this.reading ?? Promise.resolve()).then(() => {
      [this.reading, this.next] = [this.next, null];
      return this.readOn(this.furthest);
    });
    return this.next;
  }

  /** Takes what another thread has told all others. */
  hear(news: News): void {
    this.options.events.hear(news);
    const end = news.placed.at(-1)?.position ?? news.behind;
    if (end > this.relayed) this.relayed = end;
  }

  /** Calls back whenever something was relayed: the channel does not bring it to the thread that tells. */
  onRelayed(relayed: () => void): void {
    this.listeners.push(relayed);
  }

  /** Ends what is under way. */
  close(): void {
    this.closing.abort();
  }

  private async readOn(position: bigint): Promise<void> {
    const { events, relay } = this.options;
    if (position - events.newest <= NEAR) await this.read(position).catch(() => undefined);
    // Where it is far, or could not be read, there is a gap: whoever listens reads for himself.
    events.startAt(position);
    if (this.relayed === events.newest || this.closing.signal.aborted) return;
    relay.tell(events.news(this.relayed));
    this.relayed = events.newest;
    for (const relayed of this.listeners) relayed();
  }

  private async read(position: bigint): Promise<void> {
    const { events, patience } = this.options;
    if (position <= events.newest) return;
    for await (const _ of events.walk(events.newest, { patience: patience(), stop: this.closing.signal }));
  }
}
