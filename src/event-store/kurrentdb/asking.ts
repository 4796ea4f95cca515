import type { Doorbell } from './doorbell.js';
import type { Relay } from './relay.js';
import type { Relaying } from './relaying.js';

/** Whoever reads for the others answers within this time, or it is read here; milliseconds. */
const PATIENCE_MS = 250;

export interface AskingOptions {
  readonly relay: Relay;
  readonly doorbell: Doorbell;
  /** Reads here, where no other thread does. */
  readonly relaying: Relaying;
}

interface Waiting {
  readonly position: bigint;
  readonly heard: () => void;
}

/**
 * Has what was appended read by the thread that feeds the read models: it is the one that needs it most and is busy
 * least, so that each step of a read is not kept waiting by requests. Until that thread has answered once, and whenever
 * it does not, this one reads.
 */
export class Asking {
  private readonly closing = new AbortController();
  private readonly waiting = new Set<Waiting>();
  private readonly listeners: (() => void)[] = [];
  private asked = 0n;
  private isServed = false;

  constructor(private readonly options: AskingOptions) {
    options.relaying.onRelayed(() => this.tell());
  }

  /** Begins to hear, and sees to it whenever the log has grown that this is known here. Never rejects. */
  async follow(): Promise<void> {
    const { relay, relaying, doorbell } = this.options;
    relay.onHeard((news, isService) => {
      this.isServed ||= isService;
      relaying.hear(news);
      this.tell();
    });
    const stop = this.closing.signal;
    const unused = doorbell.use();
    try {
      while (!stop.aborted) {
        const heard = doorbell.now;
        if (heard.subscription > 0) await this.upTo(heard.position);
        await doorbell.beyond(heard, stop);
      }
    } finally {
      unused();
    }
  }

  /** Sees to it that those up to a position are known and relayed, if it is near and can be read. Never rejects. */
  async upTo(position: bigint): Promise<void> {
    const { relay, relaying } = this.options;
    // What was read here on another way is known to this thread only.
    if (relaying.told >= position || this.closing.signal.aborted) return;
    if (this.asked < position) {
      this.asked = position;
      relay.ask(position);
    }
    if (this.isServed && (await this.hears(position))) return;
    this.isServed = false;
    await relaying.upTo(position);
  }

  onKnown(known: () => void): void {
    this.listeners.push(known);
  }

  close(): void {
    this.closing.abort();
    this.tell();
  }

  /** Whether it was heard in time, or does not matter any more. */
  private hears(position: bigint): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (isHeard: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiting);
        resolve(isHeard);
      };
      const waiting: Waiting = { position, heard: () => done(true) };
      const timer = setTimeout(() => done(false), PATIENCE_MS);
      this.waiting.add(waiting);
    });
  }

  private tell(): void {
    const { told } = this.options.relaying;
    for (const { position, heard } of [...this.waiting]) if (position <= told || this.closing.signal.aborted) heard();
    for (const known of this.listeners) known();
  }
}
