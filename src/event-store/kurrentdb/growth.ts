import { jsonEvent, type AppendRecordInput, type RecordedEvent } from '@kurrent/kurrentdb-client';
import type { Names } from './names.js';

/** So many of the last requests are told of; what is older is the server's to forget. */
const REMEMBERED = 1_000;

/**
 * What each request that appends says in one stream, in a record right before its last event: the end of the log is
 * found by the end of that stream, whatever others write to the server.
 */
export interface Growth {
  /** Domain events of the request; 0 where the log begins. */
  readonly events: number;
}

const encode = ({ growth }: Names, events: number): AppendRecordInput => ({
  streamName: growth,
  record: jsonEvent({ type: 'LogGrew', data: { events } }),
});

export const decodeGrowth = ({ data }: RecordedEvent): Growth => data as unknown as Growth;

/** What begins the stream, when a log is begun. */
export const beginGrowth = (names: Names): AppendRecordInput[] => [
  { streamName: `$$${names.growth}`, record: jsonEvent({ type: '$metadata', data: { $maxCount: REMEMBERED } }) },
  encode(names, 0),
];

/** The records of a request, of which so many are events, the last one among them, with the one that tells of it. */
export const withGrowth = (
  names: Names,
  records: readonly AppendRecordInput[],
  events: number,
): AppendRecordInput[] => [...records.slice(0, -1), encode(names, events), ...records.slice(-1)];
