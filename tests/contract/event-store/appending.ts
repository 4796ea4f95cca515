import { InvalidAppendError } from '../../../src/event-store/errors.js';
import type { AppendRequest, Check } from '../../../src/event-store/port.js';
import { collect, everything, places } from './consume.js';
import type { Log } from './harness.js';
import { at, metadata, noStream, OCCURRED_AT, record, request } from './requests.js';

/** What is written comes back as it was, in the order it was written in. */
export function appendingContract(log: Log): void {
  it('starts at a head before the first event, and every append moves it to its last event', async () => {
    const { store } = log();
    const empty = await store.head();
    const first = await store.append(request(['a', 'b']));
    const [, last] = await everything(store);
    expect(first).toEqual({ cursor: last?.cursor, repeated: false, occurredAt: OCCURRED_AT });
    expect(await store.head()).toBe(first.cursor);
    expect(empty < first.cursor).toBe(true);
  });

  it('gives back id, type, data and metadata', async () => {
    const { store } = log();
    const data = {
      name: '阳光小区 🏘️ \u2028',
      escapes: 'quote " backslash \\ newline \n nul \u0000 no escape \\ud800',
      nested: { list: [1, 2.5, -0.000001, null, true, { deep: [] }], empty: {}, '': 'no name', __proto__x: 1 },
      large: Number.MAX_SAFE_INTEGER,
    };
    const written = {
      stream: 'tenant-t1',
      event: {
        id: 'e-1',
        type: 'CommunityBound',
        data,
        metadata: metadata({ actorTenant: '租户', causationId: '"\n' }),
      },
    };
    const { cursor } = await store.append(request([written]));
    expect(await everything(store)).toEqual([{ ...written.event, stream: 'tenant-t1', revision: 0, cursor }]);
    await log().reopen();
    expect(await everything(log().store)).toEqual([{ ...written.event, stream: 'tenant-t1', revision: 0, cursor }]);
  });

  it('takes an event of a megabyte', async () => {
    const { store } = log();
    const text = '界'.repeat(350_000);
    await store.append(request([record('a', 'Long', { text })]));
    const [event] = await everything(store);
    expect(event?.data).toEqual({ text });
  });

  it('keeps what was handed over, whatever the caller does to its objects afterwards', async () => {
    const { store } = log();
    const data = { count: 1 };
    const appending = store.append(request([record('a', 'Counted', data)]));
    data.count = 2;
    await appending;
    const [event] = await everything(store);
    expect(event?.data).toEqual({ count: 1 });
  });

  it('keeps the order of records that interleave streams', async () => {
    const { store } = log();
    await store.append(request(['a', 'b', 'a', 'c', 'b', 'a']));
    const events = await everything(store);
    expect(places(events)).toEqual(['a@0', 'b@0', 'a@1', 'c@0', 'b@1', 'a@2']);
    expect(places(await collect(store.readStream('a')))).toEqual(['a@0', 'a@1', 'a@2']);
    const cursors = events.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...new Set(cursors)].sort());
  });

  it('writes thousands of streams in one append', async () => {
    const { store } = log();
    const streams = Array.from({ length: 3_000 }, (_, index) => `account-${index}`);
    await store.append(request(streams, { checks: streams.map(noStream) }));
    expect(places(await everything(store))).toEqual(streams.map((stream) => `${stream}@0`));
    await store.append(request(streams, { checks: streams.map((stream) => at(stream, 0)) }));
    expect(await collect(store.readStream('account-2999'))).toHaveLength(2);
  });

  it('keeps streams apart whose names begin alike', async () => {
    const { store } = log();
    await store.append(request(['tenant-a', 'tenant-ab', 'tenant-a.b', 'tenant-a_b', 'tenant-a-b']));
    expect(places(await collect(store.readStream('tenant-a')))).toEqual(['tenant-a@0']);
  });

  describe('refuses, before anything is written,', () => {
    const wellFormed = request(['a']);
    const withEvent = (event: object): AppendRequest => {
      const valid = record('a');
      return request([{ ...valid, event: { ...valid.event, ...event } }]);
    };
    const twice = record('a');
    const withChecks = (...checks: Check[]): AppendRequest => ({ ...wellFormed, checks });
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const cases: [string, AppendRequest][] = [
      ['no records', request([])],
      ['an upper-case stream', request(['Tenant-1'])],
      ['an empty stream name', request([''])],
      ['a stream name of 201 characters', request(['a'.repeat(201)])],
      ['a stream name beyond ASCII', request(['租户'])],
      ['a stream name that begins with a dollar', request(['$all'])],
      ['an empty type', withEvent({ type: '' })],
      ['a type with a space', withEvent({ type: 'Community Bound' })],
      ['an empty event id', withEvent({ id: '' })],
      ['one event id twice', request([twice, twice])],
      ['data that is a list', withEvent({ data: [] })],
      ['data that is cyclic', withEvent({ data: cyclic })],
      ['half of a surrogate pair', withEvent({ data: { text: ['a\\', '\\\ud83d'] } })],
      ['data that is missing', withEvent({ data: undefined })],
      ['metadata that is not text', withEvent({ metadata: { ...metadata(), tenant: 1 } })],
      ['metadata with a reserved key', withEvent({ metadata: { ...metadata(), $extra: '' } })],
      ['a time without milliseconds', withEvent({ metadata: metadata({ occurredAt: '2026-01-02T03:04:05Z' }) })],
      ['a time that does not exist', withEvent({ metadata: metadata({ occurredAt: '2026-13-02T03:04:05.000Z' }) })],
      [
        'two times in one append',
        request([
          ...withEvent({ metadata: metadata({ occurredAt: '2026-01-02T03:04:05.679Z' }) }).records,
          record('b'),
        ]),
      ],
      ['two checks on one stream', withChecks(noStream('b'), noStream('b'))],
      ['a check on an impossible stream', withChecks(noStream('B'))],
      ['a check on a negative revision', withChecks(at('b', -1))],
      ['a check on half a revision', withChecks(at('b', 0.5))],
      ['an empty command id', { ...wellFormed, command: { id: '', fingerprint: 'f' } }],
      ['an empty fingerprint', { ...wellFormed, command: { id: 'c', fingerprint: '' } }],
    ];
    it.each(cases)('%s', async (_, invalid) => {
      const { store } = log();
      await expect(store.append(invalid)).rejects.toBeInstanceOf(InvalidAppendError);
      expect(await everything(store)).toEqual([]);
      expect(await store.outcomeOf(wellFormed.command.id)).toBeNull();
    });
  });
}
