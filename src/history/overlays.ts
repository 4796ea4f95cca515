import { LRUCache } from 'lru-cache';
import type { Cursor } from '../event-store/cursor.js';
import type { Overlay } from './overlay.js';

/** Recent moments that stay at hand; each holds some thousand documents at most. */
const KEPT_MOMENTS = 8;

interface Held {
  readonly overlay: Overlay;
  users: number;
  dropped: boolean;
}

/** Overlays of recent moments, by the cursor that they stand behind. One that is dropped while in use is closed after it. */
export class Overlays {
  readonly #held = new LRUCache<Cursor, Held>({
    max: KEPT_MOMENTS,
    dispose: (held) => {
      held.dropped = true;
      closeUnused(held);
    },
  });

  /** The one at hand, to look where it stands. */
  find(cursor: Cursor): Overlay | null {
    return this.#held.get(cursor)?.overlay ?? null;
  }

  /** @param make makes it where it is not at hand */
  async use<Result>(
    cursor: Cursor,
    make: () => Promise<Overlay>,
    work: (overlay: Overlay) => Promise<Result>,
  ): Promise<Result> {
    const held = this.#held.get(cursor) ?? this.keep(cursor, await make());
    held.users += 1;
    try {
      return await work(held.overlay);
    } finally {
      held.users -= 1;
      closeUnused(held);
    }
  }

  /** Keeps it at hand; where another one of the same moment is already, that one. */
  keep(cursor: Cursor, overlay: Overlay): Held {
    const known = this.#held.get(cursor);
    const held = { overlay, users: 0, dropped: known !== undefined };
    if (known) closeUnused(held);
    else this.#held.set(cursor, held);
    return known ?? held;
  }

  close(): void {
    this.#held.clear();
  }
}

function closeUnused({ overlay, users, dropped }: Held): void {
  // In memory, so that nothing can go wrong which somebody would have to hear of.
  if (dropped && users === 0) void overlay.close();
}
