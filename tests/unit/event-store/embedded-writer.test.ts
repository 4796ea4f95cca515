import { join } from 'node:path';
import { openEmbeddedEventReader, openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { Commit, EmbeddedStore } from '../../../src/event-store/embedded/embedded-store.js';
import { WriterClient, type WriterListener } from '../../../src/event-store/embedded/writer-client.js';
import { EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import type { AppendRequest } from '../../../src/event-store/port.js';
import { everything, next, outcomes } from '../../contract/event-store/consume.js';
import { metadata, noStream, record, request } from '../../contract/event-store/requests.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** An append that says when it happened. */
const happening = (occurredAt: string): AppendRequest => {
  const { stream, event } = record('a');
  return request([{ stream, event: { ...event, metadata: metadata({ occurredAt }) } }]);
};

describe('the writing store', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: EmbeddedStore;
  beforeEach(async () => {
    folder = temporaryFolder();
    store = await openEmbeddedEventStore(folder.path);
  });
  afterEach(async () => {
    await store.close();
    folder.remove();
  });

  it('writes in the order of the calls', async () => {
    const streams = Array.from({ length: 1_500 }, (_, index) => `s${index}`);
    await Promise.all(streams.map((stream) => store.append(request([stream]))));
    expect((await everything(store)).map(({ stream }) => stream)).toEqual(streams);
  });

  it('puts appends of one moment into one transaction, and tells of each transaction once', async () => {
    const commits: Commit[] = [];
    const forget = store.onCommitted((commit) => commits.push(commit));
    const { command } = request(['a']);
    const asked = [
      request(['a', 'a']),
      request(['b'], { checks: [noStream('a')] }),
      request(['c'], { command }),
      request(['c'], { command }),
    ];
    const { won, lost } = await outcomes(asked.map((one) => store.append(one)));
    expect(won.map(({ repeated }) => repeated)).toEqual([false, false, true]);
    expect(lost).toHaveLength(1);
    expect(commits).toEqual([{ head: await store.head(), appends: 4, events: 3 }]);
    forget();
    await store.append(request(['a']));
    expect(commits).toHaveLength(1);
  });

  it('bounds a transaction, whatever is waiting', async () => {
    const commits: Commit[] = [];
    store.onCommitted((commit) => commits.push(commit));
    await Promise.all(Array.from({ length: 2_000 }, () => store.append(request(['a']))));
    expect(commits.reduce((sum, { appends }) => sum + appends, 0)).toBe(2_000);
    expect(Math.max(...commits.map(({ appends }) => appends))).toBeLessThanOrEqual(512);
  });

  it('never lets time go back in the log', async () => {
    const given = ['2026-01-01T00:00:05.000Z', '2026-01-01T00:00:03.000Z', '2026-01-01T00:00:07.000Z'];
    const kept = [given[0], given[0], given[2]];
    const answers = await Promise.all(given.map((occurredAt) => store.append(happening(occurredAt))));
    expect(answers.map(({ occurredAt }) => occurredAt)).toEqual(kept);
    expect((await everything(store)).map((event) => event.metadata.occurredAt)).toEqual(kept);

    await store.close();
    store = await openEmbeddedEventStore(folder.path);
    const asked = happening('2026-01-01T00:00:06.000Z');
    expect((await store.append(asked)).occurredAt).toBe(given[2]);
    await store.append(happening('2026-01-01T00:00:08.000Z'));
    expect(await store.append(asked)).toMatchObject({ repeated: true, occurredAt: given[2] });
  });

  it('lets a host wake a reader that would look later', async () => {
    const reader = await openEmbeddedEventReader(folder.path, { pollMs: 2 ** 30 });
    store.onCommitted(() => reader.wake());
    const items = reader.subscribe(null)[Symbol.asyncIterator]();
    await next(items);
    const pending = next(items);
    await store.append(request(['a']));
    expect(await pending).toMatchObject({ kind: 'event' });
    await reader.close();
  });

  it('lets the event loop turn while a filter finds nothing in a long log', async () => {
    await store.append(request(Array.from({ length: 20_000 }, () => 'a')));
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 0);
    for await (const event of store.readAll(null, { filter: { types: ['Never'] } })) expect(event).toBeUndefined();
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
  });
});

const listener = (failures: Error[]): WriterListener => ({
  onCommitted: () => undefined,
  onFailure: (error) => failures.push(error),
});

describe('a writer thread that dies', () => {
  it('fails what it had and everything after, and says so', async () => {
    const script = join(__dirname, 'dying-writer.mjs');
    const failures: Error[] = [];
    const client = new WriterClient(script, { path: 'events.db', maxBytes: null }, listener(failures));
    await client.started();
    expect([client.failure, failures]).toEqual([null, []]);
    const wire = { commandId: 'c', fingerprint: 'f', occurredAt: '', records: [], checks: [] };
    const { lost } = await outcomes([client.append(wire), client.append(wire)]);
    expect(lost).toEqual([expect.any(EventStoreUnavailableError), expect.any(EventStoreUnavailableError)]);
    await expect(client.append(wire)).rejects.toBeInstanceOf(EventStoreUnavailableError);
    await client.close();
    expect(failures).toEqual([client.failure]);
    expect(failures).toEqual([expect.any(EventStoreUnavailableError)]);
  });

  it('fails the opening when it cannot start', async () => {
    const script = join(__dirname, 'no-such-writer.mjs');
    const failures: Error[] = [];
    const client = new WriterClient(script, { path: 'events.db', maxBytes: null }, listener(failures));
    await expect(client.started()).rejects.toBeInstanceOf(EventStoreUnavailableError);
    await client.close();
    expect(failures).toEqual([]);
  });
});
