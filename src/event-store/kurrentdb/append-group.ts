import type { AppendStreamState } from '@kurrent/kurrentdb-client';
import type { EncodedAppend } from './encode.js';

/** One request holds no more appends than that: what it costs to ask is shared long before. */
const MOST_APPENDS = 64;
/** Bytes, about: well below what a server takes that was told to take little. */
const MOST_BYTES = 512 * 1_024;

/** Appends that go to the server in one request, and those that have to wait for the next. */
export interface Grouping<T> {
  readonly group: T[];
  readonly rest: T[];
}

/**
 * The appends that can go together, in the order in which they came: the first one in any case, and whatever does not
 * depend on one of them. One that has to wait may be overtaken; the first of those is in the next request. All conditions of a request are looked at before anything of it is
 * written, so none may be about a stream that an earlier append of the group writes; and none may expect something else
 * of a stream than an earlier one, because the server takes one condition a stream.
 */
export function grouped<T extends { readonly encoded: EncodedAppend }>(waiting: readonly T[]): Grouping<T> {
  const [group, rest]: [T[], T[]] = [[], []];
  const expectations = new Map<string, AppendStreamState>();
  const written = new Set<string>();
  let bytes = 0;
  for (const [index, append] of waiting.entries()) {
    if (group.length === MOST_APPENDS) return { group, rest: [...rest, ...waiting.slice(index)] };
    const { records, checks, bytes: more } = append.encoded;
    const isRoom = group.length === 0 || bytes + more <= MOST_BYTES;
    const isFree = checks.every(({ streamName, expectedState }) => {
      const name = withoutCase(streamName);
      return !written.has(name) && (expectations.get(name) ?? expectedState) === expectedState;
    });
    if (!isRoom || !isFree) {
      rest.push(append);
      continue;
    }
    group.push(append);
    bytes += more;
    for (const { streamName, expectedState } of checks) expectations.set(withoutCase(streamName), expectedState);
    for (const { streamName } of records) written.add(withoutCase(streamName));
  }
  return { group, rest };
}

/** The server compares names within one request without regard to case, and ids of commands are part of names. */
const withoutCase = (streamName: string): string => streamName.toLowerCase();
