import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, property, record, type Arbitrary } from 'fast-check';
import { grouped } from '../../../src/event-store/kurrentdb/append-group.js';
import { encodeAppend } from '../../../src/event-store/kurrentdb/encode.js';
import { Names } from '../../../src/event-store/kurrentdb/names.js';
import type { Check } from '../../../src/event-store/port.js';
import { at, newCommand, noStream, record as eventIn, request } from '../../contract/event-store/requests.js';

const names = new Names('test');

const append = (
  name: string,
  writes: readonly string[],
  checks: readonly Check[] = [],
  { id = name, data = {} }: { readonly id?: string; readonly data?: Record<string, unknown> } = {},
) => ({
  name,
  encoded: encodeAppend(
    names,
    request(
      writes.map((stream) => eventIn(stream, 'CommunityBound', data)),
      { checks, command: { ...newCommand(), id } },
    ),
  ),
});

const namesOf = (appends: readonly { readonly name: string }[]): string => appends.map(({ name }) => name).join(' ');

function groupOf(...waiting: readonly ReturnType<typeof append>[]): { readonly group: string; readonly rest: string } {
  const { group, rest } = grouped(waiting);
  return { group: namesOf(group), rest: namesOf(rest) };
}

describe('appends that go to a KurrentDB in one request', () => {
  it('takes all that have nothing to do with each other, in their order', () => {
    const found = groupOf(
      append('a', ['s1'], [noStream('s1')]),
      append('b', ['s2'], [at('s2', 4)]),
      append('c', ['s3']),
    );
    expect(found).toEqual({ group: 'a b c', rest: '' });
  });

  it('takes those that rely on the same revision of a stream that none of them writes', () => {
    const found = groupOf(append('a', ['s1'], [at('account', 7)]), append('b', ['s2'], [at('account', 7)]));
    expect(found).toEqual({ group: 'a b', rest: '' });
  });

  it('takes one that writes what an earlier one relies on, and none behind one that relies on it later', () => {
    const relying = (name: string) => append(name, [name], [at('account', 7)]);
    const writing = append('b', ['account'], [at('account', 7)]);
    const found = groupOf(relying('a'), writing, relying('c'), append('d', ['s4']));
    expect(found).toEqual({ group: 'a b', rest: 'c d' });
  });

  it('leaves one that expects another revision than an earlier one', () => {
    const found = groupOf(append('a', ['s1'], [at('account', 7)]), append('b', ['s2'], [at('account', 8)]));
    expect(found).toEqual({ group: 'a', rest: 'b' });
  });

  it('leaves the same command for the next request, also when its id differs in case only', () => {
    const found = groupOf(
      append('a', ['s1'], [], { id: 'abc' }),
      append('b', ['s2'], [], { id: 'abc' }),
      append('c', ['s3'], [], { id: 'ABC' }),
    );
    expect(found).toEqual({ group: 'a', rest: 'b c' });
  });

  it('takes a large append by itself', () => {
    const large = { data: { text: 'x'.repeat(600_000) } };
    expect(groupOf(append('a', ['s1'], [], large), append('b', ['s2']))).toEqual({ group: 'a', rest: 'b' });
    expect(groupOf(append('a', ['s1']), append('b', ['s2'], [], large), append('c', ['s3']))).toEqual({
      group: 'a',
      rest: 'b c',
    });
  });

  it('takes no more than 24', () => {
    const { group, rest } = grouped(Array.from({ length: 100 }, (_, i) => append(`a${i}`, [`s${i}`])));
    expect([group.length, rest.length]).toEqual([24, 76]);
    expect(namesOf([...group, ...rest])).toBe(Array.from({ length: 100 }, (_, i) => `a${i}`).join(' '));
  });

  const stream = constantFrom('s1', 's2', 's3', 's4', 's5', 's6');
  const some: Arbitrary<{ writes: string[]; checked: string[]; revision: number }> = record({
    writes: array(stream, { minLength: 1, maxLength: 2 }),
    checked: array(stream, { maxLength: 3 }),
    revision: constantFrom(0, 1),
  });

  it('takes the first and those behind it, and comes to what one after the other would come to', () => {
    assert(
      property(array(some, { minLength: 1, maxLength: 12 }), (asked) => {
        const waiting = asked.map(({ writes, checked, revision }, i) =>
          append(
            `a${i}`,
            writes,
            [...new Set(checked)].map((checkedStream) => at(checkedStream, revision)),
          ),
        );
        const { group, rest } = grouped(waiting);
        expect(group.length).toBeGreaterThan(0);
        expect([...group, ...rest]).toEqual(waiting);
        const written = new Set<string>();
        const expected = new Map<string, unknown>();
        for (const { encoded } of group) {
          for (const { streamName, expectedState } of encoded.checks) {
            expect(written.has(streamName)).toBe(false);
            expect(expected.get(streamName) ?? expectedState).toBe(expectedState);
            expected.set(streamName, expectedState);
          }
          for (const { streamName } of encoded.records) written.add(streamName);
        }
      }),
    );
  });
});
