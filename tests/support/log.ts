import type { Cursor } from '../../src/event-store/cursor.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { TestSystem } from './test-system.js';

/** Every event of the log after a position, in order: what really happened. */
export async function logOf({ gongxiang }: TestSystem, after: Cursor | null = null): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of gongxiang.engine.store.readAll(after)) events.push(event);
  return events;
}

/** Position of the newest event: two that are equal say that nothing was written in between. */
export const headOf = ({ gongxiang }: TestSystem): Promise<Cursor> => gongxiang.engine.store.head();
