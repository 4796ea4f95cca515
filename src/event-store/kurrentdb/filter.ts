import { EVENT_TYPE, STREAM_NAME, type Filter } from '@kurrent/kurrentdb-client';
import type { EventFilter, StoredEvent } from '../port.js';
import type { Names } from './names.js';

/** What the server leaves out, so that it is not sent. It filters by one thing at a time: the rest is looked at here. */
export interface ServerFilter {
  readonly filter: Filter;
  /** Whether all that the server delivers is wanted. */
  readonly isExact: boolean;
}

/** Null when nothing can fit. */
export function serverFilter(names: Names, { streamPrefixes, types }: EventFilter): ServerFilter | null {
  if (streamPrefixes?.length === 0 || types?.length === 0) return null;
  if (types !== undefined && streamPrefixes === undefined) {
    // Types of others on the same server, and types that begin with these, are left out here.
    return { filter: { filterOn: EVENT_TYPE, prefixes: [...types], checkpointInterval: 1 }, isExact: false };
  }
  const prefixes = (streamPrefixes ?? ['']).map((prefix) => names.stream(prefix));
  return { filter: ofStreams(prefixes), isExact: types === undefined };
}

/** Every domain event of this installation. */
export const ownEvents = (names: Names): Filter => ofStreams([names.events]);

/** Everything in streams whose names begin so. */
export const ofStreams = (prefixes: string[]): Filter => ({ filterOn: STREAM_NAME, prefixes, checkpointInterval: 1 });

/** Whether an event is wanted. */
export function fits({ streamPrefixes, types }: EventFilter, { stream, type }: StoredEvent): boolean {
  if (types?.includes(type) === false) return false;
  return streamPrefixes === undefined || streamPrefixes.some((prefix) => stream.startsWith(prefix));
}
