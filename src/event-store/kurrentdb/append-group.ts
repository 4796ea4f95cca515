import type { AppendStreamState } from '@kurrent/kurrentdb-client';
import type { EncodedAppend } from './encode.js';

/**
 * One request holds no more appends than that: what it costs to ask is shared by then, and with larger ones the server
 * and those who decide would wait for each other by turns.
 */
const MOST_APPENDS = 24;
/** Bytes, about: well below what a server takes that was told to take little. */
const MOST_BYTES = 512 * 1_024;

/** Appends that go to the server in one request, and those that have to wait for the next. */
export interface Grouping<T> {
  readonly group: T[];
  readonly rest: T[];
}

/**
 * The appends that can go together: those that came first, up to the first one that has to wait, so that none is
 * overtaken and times stand in the log in order. All conditions of a request are looked at before anything of it is
 * written, so none may be about a stream that an earlier append of the group writes; and none may expect something else
 * of a stream than an earlier one, because the server takes one condition a stream.
 */
export function grouped<T extends { readonly encoded: EncodedAppend }>(waiting: readonly T[]): Grouping<T> {
  const expectations = new Map<string, AppendStreamState>();
  const written = new Set<string>();
  let bytes = 0;
  let count = 0;
  for (const { encoded } of waiting) {
    const isFree = encoded.checks.every(({ streamName, expectedState }) => {
      const name = withoutCase(streamName);
      return !written.has(name) && (expectations.get(name) ?? expectedState) === expectedState;
    });
    bytes += encoded.bytes;
    if (!isFree || count === MOST_APPENDS || (count > 0 && bytes > MOST_BYTES)) break;
    count += 1;
    for (const { streamName, expectedState } of encoded.checks) {
      expectations.set(withoutCase(streamName), expectedState);
    }
    for (const { streamName } of encoded.records) written.add(withoutCase(streamName));
  }
  return { group: waiting.slice(0, count), rest: waiting.slice(count) };
}

/** The server compares names within one request without regard to case, and ids of commands are part of names. */
const withoutCase = (streamName: string): string => streamName.toLowerCase();
