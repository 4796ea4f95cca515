import type { Cursor } from '../../../src/event-store/cursor.js';
import type { EventReader, StoredEvent, SubscriptionItem } from '../../../src/event-store/port.js';

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** The whole log. */
export const everything = (log: EventReader): Promise<StoredEvent[]> => collect(log.readAll(null));

/** `stream@revision` in log order: easy to compare, easy to read in a failure. */
export const places = (events: readonly StoredEvent[]): string[] =>
  events.map(({ stream, revision }) => `${stream}@${revision}`);

/** Everything that a new subscriber gets before it is caught up for the first time; then it leaves. */
export async function untilCaughtUp(items: AsyncIterable<SubscriptionItem>): Promise<SubscriptionItem[]> {
  const taken: SubscriptionItem[] = [];
  for await (const item of items) {
    taken.push(item);
    if (item.kind === 'caughtUp') break;
  }
  return taken;
}

export const eventsOf = (items: readonly SubscriptionItem[]): StoredEvent[] =>
  items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));

export const cursorOf = (item: SubscriptionItem): Cursor => (item.kind === 'event' ? item.event.cursor : item.cursor);

/** The iterator's next value; it is an error for it to have ended. */
export async function next<T>(iterator: AsyncIterator<T>): Promise<T> {
  const result = await iterator.next();
  if (result.done === true) throw new Error('The iteration has ended.');
  return result.value;
}

/** How many of the promises were fulfilled, and why the others were not. */
export async function outcomes<T>(promises: readonly Promise<T>[]): Promise<{ won: T[]; lost: unknown[] }> {
  const settled = await Promise.allSettled(promises);
  const won = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const lost = settled.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  return { won, lost };
}
