import type { StoredEvent } from '../event-store/port.js';
import type { Mark } from './port.js';

/** The place behind the next event, after `before`. */
export function markAfter(before: Mark | null, { cursor, metadata }: StoredEvent): Mark {
  const { occurredAt, commandId } = metadata;
  return { cursor, occurredAt, commandId, latest: latestOf(before, occurredAt) };
}

/** The running maximum of times, with one more. */
export const latestOf = (before: Mark | null, occurredAt: string): string =>
  before !== null && before.latest > occurredAt ? before.latest : occurredAt;
