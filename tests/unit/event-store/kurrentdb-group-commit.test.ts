import { describe, expect, it } from '@jest/globals';
import { AppendConsistencyViolationError, type AppendRecordInput } from '@kurrent/kurrentdb-client';
import { encodeAppend, expected, type EncodedAppend } from '../../../src/event-store/kurrentdb/encode.js';
import { EventStoreUnavailableError, InvalidAppendError } from '../../../src/event-store/errors.js';
import { GroupCommit, type Sent } from '../../../src/event-store/kurrentdb/group-commit.js';
import { Names } from '../../../src/event-store/kurrentdb/names.js';
import type { Placed } from '../../../src/event-store/kurrentdb/recent-events.js';
import type { Check, StoredEvent } from '../../../src/event-store/port.js';
import { at, exists, request } from '../../contract/event-store/requests.js';

const names = new Names('test');
const FENCE = expected(names.moves, 'no_stream');

const append = (writes: readonly string[], checks: readonly Check[] = []): EncodedAppend =>
  encodeAppend(names, request(writes, { checks }));

const receiptOf = ({ records }: EncodedAppend): string => records[0]?.streamName ?? '';

/** What a server answers to a request by the position of its last record, or by an error. */
type Answer = bigint | Error;

/** Answers each request as it is told to, once it is told to. */
class Server {
  readonly requests: (readonly string[])[] = [];
  readonly #sent: (readonly AppendRecordInput[])[] = [];
  readonly #answers: ((answer: Answer) => void)[] = [];
  isReadable = true;
  written = 0;

  readonly commit = new GroupCommit({
    names,
    before: (last, events, records) =>
      this.isReadable
        ? Promise.resolve(this.#before(last, records).slice(0, events))
        : Promise.reject(new EventStoreUnavailableError('It does not answer.')),
    send: (records) => {
      this.requests.push(records.filter(({ streamName }) => names.commandOf(streamName)).map((r) => r.streamName));
      this.#sent.push(records);
      return new Promise((resolve, reject) => {
        this.#answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      });
    },
    fence: () => FENCE,
    appended: (events) => {
      this.written += events;
    },
  });

  /** Answers the oldest request that waits, and lets what follows from that happen. */
  async answer(answer: Answer): Promise<void> {
    this.#answers.shift()?.(answer);
    await new Promise(setImmediate);
  }

  /** The events among so many records before the last one: those of the newest request stand one position apart. */
  #before(last: bigint, count: number): Placed[] {
    const sent = this.#sent.findLast((records) => records.length > count) ?? [];
    return sent
      .map((record, index) => ({ ...record, position: last - BigInt(sent.length - 1 - index) }))
      .slice(0, -1)
      .reverse()
      .slice(0, count)
      .filter(({ streamName }) => names.nameOf(streamName) !== null)
      .map(({ record: { id }, position }) => ({ position, event: { id } as StoredEvent }));
  }
}

function violation(...streams: readonly string[]): AppendConsistencyViolationError {
  const violationsList = streams.map((stream, checkIndex) => ({
    checkIndex,
    streamState: { stream, expectedState: '-1', actualState: '3' },
  }));
  const error = Object.assign(new Error('violated'), { code: 9, details: '', metadata: undefined });
  return new AppendConsistencyViolationError(error as never, { violationsList });
}

/** What became of each: a position, the violated streams, or a failure. */
async function outcomes(sent: readonly Promise<Sent>[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(sent);
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') return (outcome.reason as Error).message;
    return 'position' in outcome.value ? outcome.value.position : [...outcome.value.violated];
  });
}

describe('appends to a KurrentDB that come at the same time', () => {
  /** The first goes by itself; the others gather meanwhile and are in the second request. */
  async function together(server: Server, appends: readonly EncodedAppend[]): Promise<readonly Promise<Sent>[]> {
    const first = server.commit.append(append(['first']));
    const sent = appends.map((each) => server.commit.append(each));
    for (const each of sent) each.catch(() => undefined);
    await server.answer(10n);
    await first;
    expect(server.requests).toEqual([[expect.any(String)], appends.map(receiptOf)]);
    return sent;
  }

  it('go in one request, and each is told where its own last event stands', async () => {
    const server = new Server();
    const sent = await together(server, [append(['a', 'b']), append(['c']), append(['d', 'e', 'f'])]);
    await server.answer(100n);
    // From the end: f, what tells of the growth, e, d, receipt, c, receipt, b.
    expect(await outcomes(sent)).toEqual([93n, 95n, 100n]);
    expect(server.written).toBe(7);
  });

  it('tell only those whose conditions failed; the others go again', async () => {
    const server = new Server();
    const [won, lost] = [append(['a']), append(['b'], [at('stale', 3)])];
    const sent = await together(server, [won, lost]);
    await server.answer(violation(names.stream('stale')));
    expect(server.requests.slice(2)).toEqual([[receiptOf(won)]]);
    await server.answer(200n);
    expect(await outcomes(sent)).toEqual([200n, [names.stream('stale')]]);
  });

  it('are all told when what must hold for each of them does not', async () => {
    const server = new Server();
    const sent = await together(server, [append(['a']), append(['b'])]);
    await server.answer(violation(names.moves));
    expect(await outcomes(sent)).toEqual([[names.moves], [names.moves]]);
  });

  it('go one by one where the stream at fault may be another’s', async () => {
    const server = new Server();
    const [repeated, other] = [append(['shared']), append(['shared'])];
    const relying = append(['c'], [exists('shared')]);
    const sent = await together(server, [relying, repeated, other]);
    await server.answer(violation(receiptOf(repeated), names.stream('shared')));
    expect(server.requests.slice(2)).toEqual([[receiptOf(relying)], [receiptOf(other)]]);
    await server.answer(300n);
    await server.answer(400n);
    expect(await outcomes(sent)).toEqual([300n, [receiptOf(repeated)], 400n]);
  });

  it('go one by one when the server refuses the request for what one of them is', async () => {
    const server = new Server();
    const sent = await together(server, [append(['a']), append(['b'])]);
    await server.answer(new InvalidAppendError('no'));
    await server.answer(new InvalidAppendError('not this one'));
    await server.answer(500n);
    expect(await outcomes(sent)).toEqual(['not this one', 500n]);
  });

  it('are all told when it is unknown what became of the request, and so are those that wait', async () => {
    const server = new Server();
    const sent = await together(server, [append(['a']), append(['b'])]);
    const waiting = server.commit.append(append(['c']));
    waiting.catch(() => undefined);
    await server.answer(new Error('the line is dead'));
    expect(await outcomes([...sent, waiting])).toEqual(Array(3).fill('the line is dead'));
    const next = server.commit.append(append(['d']));
    await server.answer(600n);
    expect(await outcomes([next])).toEqual([600n]);
  });

  it('are to ask again, all but the last, when it cannot be read where they stand', async () => {
    const server = new Server();
    const sent = await together(server, [append(['a']), append(['b'])]);
    server.isReadable = false;
    await server.answer(700n);
    expect(await outcomes(sent)).toEqual(['It is not known where an append stands.', 700n]);
  });
});
