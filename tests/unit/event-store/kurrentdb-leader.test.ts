import {
  DeadlineExceededError,
  KurrentDBClient,
  NotLeaderError,
  UnavailableError,
  UnknownError,
} from '@kurrent/kurrentdb-client';
import { appendRecords, inItsWords } from '../../../src/event-store/kurrentdb/append-records.js';
import { insideOf, type Channel } from '../../../src/event-store/kurrentdb/inside.js';

/** As nodes of 26.1 refuse an append when they do not lead. */
const refusalOf = (end: string): UnknownError =>
  new UnknownError(
    Object.assign(new Error(`9 FAILED_PRECONDITION: The server is not the leader node and cannot handle it.${end}`), {
      code: 9,
    }) as never,
  );
const AT = ' Please retry your request against the leader node directly at';

describe('a node of a KurrentDB that does not lead', () => {
  it.each([
    ['127.0.0.1:2211', { address: '127.0.0.1', port: 2211 }],
    ['node-2.example:2113', { address: 'node-2.example', port: 2113 }],
    ['[::1]:2113', { address: '[::1]', port: 2113 }],
  ])('tells where the leader is: %s', (place, leader) => {
    const told = inItsWords(refusalOf(`${AT} ${place}`));
    expect(told).toBeInstanceOf(NotLeaderError);
    expect(told).toHaveProperty('leader', leader);
  });

  it.each(['', `${AT} `, ' The leader is not known.'])('may not know it: "%s"', (end) => {
    expect(inItsWords(refusalOf(end))).toBeInstanceOf(UnavailableError);
  });

  /** A client whose appends fail so, without a server. */
  function refused(error: Error): { readonly client: KurrentDBClient; readonly target: () => Promise<string> } {
    const client = KurrentDBClient.connectionString('kurrentdb://127.0.0.1:1?tls=false');
    client.appendRecords = () => Promise.reject(error);
    const target = async (): Promise<string> =>
      ((await insideOf(client).getChannel()) as Channel & { getTarget(): string }).getTarget();
    return { client, target };
  }

  it('is left for the leader, and its refusal is thrown', async () => {
    const error = refusalOf(`${AT} 127.0.0.1:2`);
    const { client, target } = refused(error);
    expect(await target()).toContain('127.0.0.1:1');
    await expect(appendRecords(client, [], [])).rejects.toBe(error);
    expect(await target()).toContain('127.0.0.1:2');
    await client.dispose();
  });

  it('is left once: what it refuses later on changes nothing', async () => {
    const error = refusalOf(`${AT} 127.0.0.1:2`);
    const { client, target } = refused(error);
    const refusals: (() => void)[] = [];
    client.appendRecords = () => new Promise((_, reject) => refusals.push(() => reject(error)));
    const [first, second] = [appendRecords(client, [], []), appendRecords(client, [], [])];
    await target();
    refusals[0]?.();
    await expect(first).rejects.toBe(error);
    const leader = await insideOf(client).getChannel();
    refusals[1]?.();
    await expect(second).rejects.toBe(error);
    expect(await insideOf(client).getChannel()).toBe(leader);
    expect(await target()).toContain('127.0.0.1:2');
    await client.dispose();
  });

  it('is left when it says nothing: whoever leads is looked for', async () => {
    const text = '4 DEADLINE_EXCEEDED: Deadline exceeded after 10.000s,remote_addr=127.0.0.1:1';
    const error = new DeadlineExceededError(Object.assign(new Error(text), { code: 4 }) as never);
    const { client } = refused(error);
    const before = await insideOf(client).getChannel();
    await expect(appendRecords(client, [], [])).rejects.toBe(error);
    expect(await insideOf(client).getChannel()).not.toBe(before);
    await client.dispose();
  });

  it('is not left for any other answer', async () => {
    const { client, target } = refused(Object.assign(new Error('denied'), { code: 7 }));
    await expect(appendRecords(client, [], [])).rejects.toThrow('denied');
    expect(await target()).toContain('127.0.0.1:1');
    await client.dispose();
  });
});
