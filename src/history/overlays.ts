import { LRUCache } from 'lru-cache';
import type { Cursor } from '../event-store/cursor.js';
import type { Overlay } from './overlay.js';

/** Recent moments that stay at hand; each holds some thousand documents at most. */
const KEPT_MOMENTS = 8;

interface Held {
  readonly overlay: Promise<Overlay>;
  users: number;
  dropped: boolean;
}

/**
 * Overlays of recent moments, by the cursor that they stand behind: each is made once, for all that wait for it. One that
 * is dropped while in use is closed after it.
 */
export class Overlays {
  readonly #held = new LRUCache<Cursor, Held>({
    max: KEPT_MOMENTS,
    dispose: (held) => {
      held.dropped = true;
      closeUnused(held);
    },
  });

  /** The one at hand, to look where it stands. */
  find(cursor: Cursor): Promise<Overlay> | null {
    return this.#held.get(cursor)?.overlay ?? null;
  }

  /** @param make makes it where it is not at hand */
  async use<Result>(
    cursor: Cursor,
    make: () => Promise<Overlay>,
    work: (overlay: Overlay) => Promise<Result>,
  ): Promise<Result> {
    const held = this.#held.get(cursor) ?? this.#hold(cursor, make());
    held.users += 1;
    try {
      return await work(await held.overlay);
    } finally {
      held.users -= 1;
      closeUnused(held);
    }
  }

  /** Keeps it at hand, unless another one of the same moment is already. */
  keep(cursor: Cursor, overlay: Overlay): void {
    if (this.#held.has(cursor)) void overlay.close();
    else this.#hold(cursor, Promise.resolve(overlay));
  }

  close(): void {
    this.#held.clear();
  }

  #hold(cursor: Cursor, overlay: Promise<Overlay>): Held {
    const held = { overlay, users: 0, dropped: false };
    this.#held.set(cursor, held);
    // Whoever waits for it hears why it could not be made; the next one tries again.
    overlay.catch(() => {
      if (this.#held.peek(cursor) === held) this.#held.delete(cursor);
    });
    return held;
  }
}

function closeUnused({ overlay, users, dropped }: Held): void {
  // In memory, so that nothing can go wrong which somebody would have to hear of; one that was never made needs no end.
  if (dropped && users === 0) overlay.then((made) => made.close()).catch(() => undefined);
}
